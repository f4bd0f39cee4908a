/** Says which literals really stand at a position that passed both stages. */
import type { HitList } from './hit-list.ts';
import type { LeadList } from './leads.ts';
import { ahead, around, behind, MARGIN, TABLE } from './plan.ts';
import type { ScanPlan } from './plan.ts';

export class Verifier {
  private readonly leads: LeadList;
  private readonly bytes: DataView;
  private readonly hits: HitList;
  /** All literals one after the other, and where each begins; the last entry is the end. */
  private readonly text: DataView;
  private readonly starts: Int32Array;

  /** The window has MARGIN bytes of its buffer before and behind it. */
  constructor(plan: ScanPlan, window: Uint8Array, hits: HitList) {
    this.leads = plan.leads;
    this.hits = hits;
    this.bytes = new DataView(window.buffer, window.byteOffset - MARGIN, window.byteLength + 2 * MARGIN);
    this.starts = new Int32Array(plan.literals.length + 1);
    plan.literals.forEach((bytes, i) => (this.starts[i + 1] = this.starts[i]! + bytes.length));
    const text = new Uint8Array(this.starts.at(-1)!);
    plan.literals.forEach((bytes, i) => text.set(bytes, this.starts[i]));
    this.text = new DataView(text.buffer);
  }

  /** Adds the literals that stand wholly in [from, to) with one of their sampled windows at `at`. */
  verify(at: number, from: number, to: number): void {
    const { bytes } = this;
    const place = { at, from, to };
    this.follow(TABLE.ahead, ahead(bytes, at + MARGIN), place);
    this.follow(TABLE.behind, behind(bytes, at + MARGIN), place);
    this.follow(TABLE.around, around(bytes, at + MARGIN), place);
  }

  private follow(
    table: number,
    hash: number,
    { at, from, to }: { at: number; from: number; to: number },
  ): void {
    const { leads, starts } = this;
    for (let lead = leads.first(table, hash); lead >= 0; lead = leads.next[lead]!) {
      if (leads.hash[lead] !== hash) continue;
      const start = at - leads.delta[lead]!;
      const literal = leads.literal[lead]!;
      if (start < from || start + starts[literal + 1]! - starts[literal]! > to) continue;
      if (this.stands(start, literal)) this.hits.add(start, literal);
    }
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
