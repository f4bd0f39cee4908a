/** The remedy: numbered steps, commands ready to paste. */
import type { FilledStep } from '../../core/diagnosis/diagnosis.ts';
import { visible } from '../../core/text/visible.ts';
import { oneLine } from './style.ts';
import type { Style } from './style.ts';
import { hanging } from './wrap.ts';

/** `room`: columns. Commands are never broken: what is copied must run. */
export function fixRows(steps: readonly FilledStep[], room: number, style: Style): string[] {
  const digits = String(steps.length).length;
  return steps.flatMap((step, i) => {
    const label = `${String(i + 1).padStart(digits)}. `;
    return [...hanging(label, oneLine(step.do), room), ...commandRows(step.run, label.length, style)];
  });
}

function commandRows(run: string | undefined, indent: number, style: Style): string[] {
  if (run === undefined) return [];
  const lines = visible(run.trimEnd(), { newline: true }).split('\n');
  return lines.map((line, i) => ' '.repeat(indent) + (i === 0 ? '$ ' : '  ') + style.paint('green', line));
}
