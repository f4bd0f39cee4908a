/** Says which literals really stand at a position that was let through. */
import type { HitList } from './hit-list.ts';
import { DELTA, HASH, LITERAL, NEXT } from './leads.ts';
import type { LeadList } from './leads.ts';
import { around, before, behind, MARGIN, TABLE } from './plan.ts';
import type { ScanPlan } from './plan.ts';

export class Verifier {
  private readonly leads: LeadList;
  private readonly bytes: DataView;
  private readonly hits: HitList;
  private readonly text: DataView;
  private readonly starts: Int32Array;
  private from = 0;
  private to = 0;

  /** The window has MARGIN bytes of its buffer before and behind it. */
  constructor(plan: ScanPlan, window: Uint8Array, hits: HitList) {
    this.leads = plan.leads;
    this.hits = hits;
    this.bytes = new DataView(window.buffer, window.byteOffset - MARGIN, window.byteLength + 2 * MARGIN);
    this.starts = plan.starts;
    this.text = new DataView(plan.texts.buffer);
  }

  /** Adds the literals that stand wholly in [from, to) with one of their sampled windows at `at`. */
  verify(at: number, from: number, to: number): void {
    const { bytes } = this;
    this.from = from;
    this.to = to;
    this.follow(TABLE.around, around(bytes, at + MARGIN), at);
    this.follow(TABLE.before, before(bytes, at + MARGIN), at);
    this.follow(TABLE.behind, behind(bytes, at + MARGIN), at);
  }

  private follow(table: number, hash: number, at: number): void {
    const { data } = this.leads;
    for (let lead = this.leads.first(table, hash); lead >= 0; lead = data[lead + NEXT]!) {
      if (data[lead + HASH] === hash) this.check(at - data[lead + DELTA]!, data[lead + LITERAL]!);
    }
  }

  private check(start: number, literal: number): void {
    const length = this.starts[literal + 1]! - this.starts[literal]!;
    if (start >= this.from && start + length <= this.to && this.stands(start, literal))
      this.hits.add(start, literal);
  }

  /** Four bytes at a time, the last four anew: no literal is shorter. */
  private stands(start: number, literal: number): boolean {
    const { bytes, text } = this;
    const begin = this.starts[literal]!;
    const last = this.starts[literal + 1]! - 4;
    const shift = start + MARGIN - begin;
    for (let i = begin; i < last; i += 4)
      if (bytes.getInt32(i + shift, true) !== text.getInt32(i, true)) return false;
    return bytes.getInt32(last + shift, true) === text.getInt32(last, true);
  }
}
