/** Versions and events that the logs tell of themselves. */
import type { Fact } from '../../core/incidents/incident.ts';
import { truncate } from '../../core/text/width.ts';
import { oneLine } from './style.ts';
import type { Style } from './style.ts';

const MAX_NAMES = 12;
const MAX_VALUES = 3;

/** `Seen  k3s v1.17.2+k3s1 · kernel 5.4.0`; several values in the order they came. */
export function factRows(facts: readonly Fact[], style: Style): string[] {
  const byName = new Map<string, Set<string>>();
  for (const { name, value } of facts) byName.set(name, (byName.get(name) ?? new Set()).add(value));
  const names = [...byName].slice(0, MAX_NAMES);
  if (names.length === 0) return [];
  const parts = names.map(([name, values]) => `${oneLine(name)} ${valueList([...values])}`);
  const rows = style.joined(parts, style.width - 6);
  return rows.map((row, i) => style.paint('dim', (i === 0 ? 'Seen  ' : '      ') + row));
}

function valueList(values: readonly string[]): string {
  const shown = values.slice(0, MAX_VALUES).map((value) => truncate(oneLine(value), 40));
  const more = values.length - MAX_VALUES;
  return shown.join(', ') + (more > 0 ? `, ${more} more` : '');
}
