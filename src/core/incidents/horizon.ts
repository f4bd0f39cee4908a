/**
 * Up to where steps of each rule can still count. Of a rule only so many steps are kept, the earliest: where one reader of the input has as
 * many, nobody needs to keep what stands behind them. All readers share it, in memory that they all see; it only comes nearer.
 *
 * What a book keeps in the end is the same with it and without: a step behind the horizon has enough steps before it in some part.
 */
import { secondOf } from './observation.ts';

/** Beyond what a slot can hold, in years 2106 and later. */
const NONE = 0xffffffff;

export class Horizon {
  /** Give it to other threads. */
  readonly memory: SharedArrayBuffer;
  /** The last second that counts, by rule. */
  private readonly seconds: Uint32Array<SharedArrayBuffer>;

  /** `memory`: that of another one for the same rules. */
  constructor(rules: number, memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(4 * rules);
    this.seconds = new Uint32Array(this.memory);
    if (memory === undefined) this.seconds.fill(NONE);
  }

  /** `time`: ms since the epoch; undefined stands behind all that have one. */
  isBeyond(rule: number, time: number | undefined): boolean {
    const second = Atomics.load(this.seconds, rule);
    return second !== NONE && (time === undefined || secondOf(time) > second);
  }

  /** As many steps as are kept stand no later than this. */
  draw(rule: number, time: number | undefined): void {
    const second = time === undefined ? NONE : Math.max(0, secondOf(time));
    let known = Atomics.load(this.seconds, rule);
    while (second < known) {
      const before = Atomics.compareExchange(this.seconds, rule, known, second);
      if (before === known) return;
      known = before;
    }
  }
}
