/**
 * Runs of a `sequence` that says its `order`: the lines that it takes, in the order given or in any, within its time, unless spoiled.
 *
 * Lines are taken in order. Once each step has its lines, the earliest of them are a run when they stand close enough together. If not,
 * the first of them is given up; if the run is spoiled, its anchor is; then the next lines have their turn. So a run that is there is found,
 * whatever half runs stand around it; a line serves one run at most. These are the semantics of preq's matchers
 * (https://github.com/prequel-dev/prequel-logmatch, pkg/match).
 */
import type { Sequence } from './rule.ts';

/** One line, and which steps it meets (rising). Undefined time: the order counts, and every time is met. */
export interface FrameLine<T> {
  readonly time: number | undefined;
  readonly steps: readonly number[];
  readonly what: T;
}

/** Which line of a run (from 0, by time) a spoiling line takes away; undefined: it is not spoiled. */
export type SpoiledAt<T> = (lines: readonly FrameLine<T>[]) => number | undefined;

/** `lines`: in order, each once, all with a time or all without. Each run by order of steps, or by time where any order will do. */
export function findFrames<T>(
  sequence: Sequence,
  lines: readonly FrameLine<T>[],
  spoiledAt: SpoiledAt<T>,
): FrameLine<T>[][] {
  const slots = sequence.steps.map((_, i) => new Slot<T>(sequence.counts?.[i] ?? 1));
  const runs: FrameLine<T>[][] = [];
  const settle = sequence.order === 'any' ? fullSet : fullOrder;
  for (const [at, line] of lines.entries()) {
    if (sequence.order === 'any') for (const step of line.steps) slots[step]!.add(line, at);
    else addInOrder(slots, line, at);
    while (settle(slots)) {
      const frame = slots.flatMap((slot) => slot.taken()).sort((a, b) => a.at - b.at);
      const drop = isTooLong(frame, sequence.within) ? 0 : spoiledAt(frame.map(({ line }) => line));
      if (drop === undefined) {
        runs.push(frame.map(({ line }) => line));
        for (const slot of slots) slot.use();
      } else frame[drop]!.slot.drop(frame[drop]!.at);
    }
  }
  return runs;
}

interface Taken<T> {
  readonly line: FrameLine<T>;
  readonly at: number;
  readonly slot: Slot<T>;
}

/** The lines that wait at one step. */
class Slot<T> {
  readonly need: number;
  private waiting: { line: FrameLine<T>; at: number }[] = [];
  private head = 0;

  constructor(need: number) {
    this.need = need;
  }

  get isFull(): boolean {
    return this.waiting.length - this.head >= this.need;
  }

  /** Place of the last line that a run would take from here. */
  get end(): number {
    return this.waiting[this.head + this.need - 1]!.at;
  }

  add(line: FrameLine<T>, at: number): void {
    this.waiting.push({ line, at });
  }

  taken(): Taken<T>[] {
    const { head, need } = this;
    return this.waiting.slice(head, head + need).map(({ line, at }) => ({ line, at, slot: this }));
  }

  use(): void {
    this.head += this.need;
    this.tidy();
  }

  drop(at: number): void {
    const index = this.waiting.findIndex((one, i) => i >= this.head && one.at === at);
    if (index === this.head) this.head++;
    else this.waiting.splice(index, 1);
    this.tidy();
  }

  /** Gives up what stands at `at` or before. */
  dropTo(at: number): void {
    while (this.head < this.waiting.length && this.waiting[this.head]!.at <= at) this.head++;
    this.tidy();
  }

  clear(): void {
    this.waiting = [];
    this.head = 0;
  }

  private tidy(): void {
    if (this.head < 64 || this.head * 2 < this.waiting.length) return;
    this.waiting = this.waiting.slice(this.head);
    this.head = 0;
  }
}

function fullSet<T>(slots: readonly Slot<T>[]): boolean {
  return slots.every((slot) => slot.isFull);
}

/** Each step's lines behind those of the step before; what can't serve any more is given up. */
function fullOrder<T>(slots: readonly Slot<T>[]): boolean {
  let end = -1;
  for (const [i, slot] of slots.entries()) {
    if (i > 0) slot.dropTo(end);
    if (!slot.isFull) {
      for (const later of slots.slice(i + 1)) later.clear();
      return false;
    }
    end = slot.end;
  }
  return true;
}

/** A line goes to each step it meets that follows a full one. One line never fills two steps of a run: `dropTo` sees to that. */
function addInOrder<T>(slots: readonly Slot<T>[], line: FrameLine<T>, at: number): void {
  let open = 0;
  while (open < slots.length - 1 && slots[open]!.isFull) open++;
  for (const step of line.steps) if (step <= open) slots[step]!.add(line, at);
}

function isTooLong<T>(frame: readonly Taken<T>[], within: number): boolean {
  const first = frame[0]!.line.time;
  const last = frame.at(-1)!.line.time;
  return first !== undefined && last !== undefined && last - first > within;
}
