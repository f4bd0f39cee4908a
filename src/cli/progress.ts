/** The line on stderr that shows how far a long scan is. */
import { formatBytes, formatDuration } from '../core/text/amounts.ts';
import { truncate } from '../core/text/width.ts';
import type { Progress } from '../pipeline/index.ts';
import { counted, oneLine } from '../sinks/terminal/style.ts';
import type { Writer } from './context.ts';

/** ms before the first line, and between two. */
const FIRST = 300;
const BETWEEN = 100;

export class ProgressLine {
  private readonly out: Writer;
  private readonly now: () => number;
  private readonly started: number;
  private due: number;
  private shown = false;

  constructor(out: Writer, now: () => number) {
    this.out = out;
    this.now = now;
    this.started = now();
    this.due = this.started + FIRST;
  }

  update(progress: Progress): void {
    const now = this.now();
    if (now < this.due) return;
    this.due = now + BETWEEN;
    this.shown = true;
    const text = progressText(progress, now - this.started);
    this.out.write(`\r${truncate(text, (this.out.columns ?? 80) - 1)}\u001b[K`);
  }

  /** Nothing of it stays. */
  clear(): void {
    if (this.shown) this.out.write('\r\u001b[K');
    this.shown = false;
  }
}

/** `1.2 GiB of 3 GiB · 410 MiB/s · 5 s left · 3 incidents · k3s.log`; `elapsed` in ms. */
export function progressText(progress: Progress, elapsed: number): string {
  const { bytes, totalBytes, incidents, source } = progress;
  const speed = bytes / Math.max(elapsed, 1);
  const left = totalBytes === undefined || speed === 0 ? undefined : Math.max(0, totalBytes - bytes) / speed;
  return [
    formatBytes(bytes) + (totalBytes === undefined ? '' : ` of ${formatBytes(totalBytes)}`),
    `${formatBytes(speed * 1000)}/s`,
    ...(left === undefined ? [] : [`${formatDuration(Math.ceil(left / 1000) * 1000)} left`]),
    counted(incidents, 'incident'),
    source === '-' ? 'stdin' : oneLine(source),
  ].join(' | ');
}
