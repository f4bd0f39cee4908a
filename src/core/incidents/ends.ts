/** The first three sights and the last of a set. */
import type { Batch, Part } from './batch.ts';
import type { Evidence } from './incident.ts';
import { comparePositions } from './observation.ts';
import type { Observation } from './observation.ts';
import { isBefore, Sight, sightData, sightOf } from './sight.ts';
import type { SightData } from './sight.ts';

const HEADS = 3;

export interface EndsData {
  readonly heads: readonly SightData[];
  readonly tail: SightData | null;
}

export class Ends {
  /** In order, at most three. */
  private heads: Sight[] = [];
  /** Undefined while there are no more than the heads. */
  private tail: Sight | undefined;

  add(observation: Observation, pending: Sight[]): void {
    const { tail } = this;
    if (this.isHead(observation)) this.insert(Sight.of(observation, pending));
    else if (tail === undefined) this.tail = Sight.of(observation, pending);
    else if (!isBefore(observation, tail)) tail.become(observation, pending);
  }

  /** Of a part of a batch only its own ends can be those of all. */
  addBatch(batch: Batch, { from, to }: Part, pending: Sight[]): void {
    let at = from;
    for (; at < to && at < from + HEADS; at++) {
      const observation = batch.observation(at);
      if (!this.isHead(observation)) break;
      this.add(observation, pending);
    }
    if (at < to) this.add(batch.observation(to - 1), pending);
  }

  absorb(data: EndsData): void {
    for (const sight of data.heads) this.insert(sightOf(sight));
    if (data.tail !== null) this.offerTail(sightOf(data.tail));
  }

  /** Takes the other's sights over; the other must not be used any more. */
  take(other: Ends): void {
    for (const sight of other.heads) this.insert(sight);
    if (other.tail !== undefined) this.offerTail(other.tail);
  }

  get first(): Sight {
    return this.heads[0]!;
  }

  get last(): Sight {
    return this.tail ?? this.heads[this.heads.length - 1]!;
  }

  /** In order; all settled. */
  evidence(): Evidence[] {
    return this.sights().map((sight) => sight.evidence!);
  }

  sights(): Sight[] {
    return this.tail === undefined ? this.heads : [...this.heads, this.tail];
  }

  toJSON(): EndsData {
    return { heads: this.heads.map(sightData), tail: this.tail === undefined ? null : sightData(this.tail) };
  }

  private isHead(observation: Observation): boolean {
    const { heads } = this;
    return heads.length < HEADS || isBefore(observation, heads[HEADS - 1]!);
  }

  private insert(sight: Sight): void {
    const { heads } = this;
    let at = heads.length;
    while (at > 0 && comparePositions(sight, heads[at - 1]!) < 0) at--;
    heads.splice(at, 0, sight);
    if (heads.length > HEADS) this.offerTail(heads.pop()!);
  }

  private offerTail(sight: Sight): void {
    if (this.tail === undefined || comparePositions(sight, this.tail) > 0) {
      this.tail?.drop();
      this.tail = sight;
    } else sight.drop();
  }
}
