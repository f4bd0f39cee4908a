/** Whether some run of whole seconds holds enough matches (`threshold` with `within`), for matches that come in any order. */

/** Distinct seconds kept while the threshold is not met; past that the earliest are kept. */
const MAX_SECONDS = 1 << 21;
const FEW = 1024;

export interface RunsData {
  readonly met: boolean;
  readonly seconds: readonly number[];
  readonly counts: readonly number[];
}

export class Runs {
  private readonly needed: number;
  /** Length of a run in whole seconds, at least one. */
  private readonly length: number;
  private met = false;
  /** Distinct and rising, with their counts. */
  private seconds: number[] = [];
  private counts: number[] = [];
  /** Not yet sorted in; the last one is counted up in place. */
  private newSeconds: number[] = [];
  private newCounts: number[] = [];

  constructor(needed: number, within: number) {
    this.needed = needed;
    this.length = Math.max(1, Math.floor(within / 1000));
  }

  add(second: number, count = 1): void {
    if (this.met) return;
    const last = this.newSeconds.length - 1;
    if (last >= 0 && this.newSeconds[last] === second) {
      if ((this.newCounts[last]! += count) >= this.needed) this.meet();
    } else {
      this.newSeconds.push(second);
      this.newCounts.push(count);
      if (last > Math.max(FEW, this.seconds.length)) this.sortIn();
    }
  }

  absorb(data: RunsData): void {
    if (data.met) this.meet();
    for (const [i, second] of data.seconds.entries()) this.add(second, data.counts[i]);
  }

  isMet(): boolean {
    if (!this.met && this.newSeconds.length > 0) this.sortIn();
    return this.met;
  }

  toJSON(): RunsData {
    return { met: this.isMet(), seconds: [...this.seconds], counts: [...this.counts] };
  }

  /** Once met always met: more matches never take one away. */
  private meet(): void {
    this.met = true;
    this.seconds = this.counts = this.newSeconds = this.newCounts = [];
  }

  private sortIn(): void {
    const totals = new Map<number, number>();
    for (const [i, second] of this.seconds.entries()) totals.set(second, this.counts[i]!);
    for (const [i, second] of this.newSeconds.entries())
      totals.set(second, (totals.get(second) ?? 0) + this.newCounts[i]!);
    this.seconds = [...totals.keys()].sort((a, b) => a - b).slice(0, MAX_SECONDS);
    this.counts = this.seconds.map((second) => totals.get(second)!);
    this.newSeconds = [];
    this.newCounts = [];
    if (this.holdsRun()) this.meet();
  }

  private holdsRun(): boolean {
    let sum = 0;
    let from = 0;
    for (const [i, second] of this.seconds.entries()) {
      sum += this.counts[i]!;
      while (second - this.seconds[from]! >= this.length) sum -= this.counts[from++]!;
      if (sum >= this.needed) return true;
    }
    return false;
  }
}
