/** The lines of one `unless` or of `resolvedBy` of one rule, by what they share with its matches. */
import type { Batch } from './batch.ts';
import { Bottom } from './bottom.ts';
import { agree, keyText } from './key.ts';
import type { Key } from './key.ts';
import type { Observation, Position } from './observation.ts';
import { comparePositions } from './observation.ts';
import { Samples } from './samples.ts';
import type { SamplesData } from './samples.ts';
import type { Sight } from './sight.ts';

/** Keys kept of one rule. */
export const MAX_KEYS = 10_000;
/** Lines kept of one key, when proof is kept with them. */
export const MAX_PROVEN = 256;
/** Lines kept of one key, without proof. */
export const MAX_BARE = 4096;

interface Mark {
  readonly key: Key;
  /** Of lines without time; undefined: of lines with time. */
  readonly source: string | undefined;
  readonly samples: Samples;
}

export interface MarksData {
  readonly bound: number | null;
  readonly marks: readonly {
    readonly key: Key;
    readonly source: string | null;
    readonly samples: SamplesData;
  }[];
}

export class Marks {
  private readonly limit: number;
  private readonly marks = new Bottom<Mark>(MAX_KEYS);
  /** Floods repeat their key. */
  private latest: { key: Key; source: string | undefined; samples: Samples | undefined } | undefined;

  /** `limit`: lines kept of one key. */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Without `pending` no evidence is made. */
  add(key: Key, observation: Observation, pending?: Sight[]): void {
    const source = observation.time === undefined ? observation.origin.source : undefined;
    this.samplesOf(key, source)?.add(observation, pending);
  }

  addBatch(key: Key, batch: Batch, pending?: Sight[]): void {
    this.samplesOf(key, undefined)?.addBatch(batch, pending);
  }

  /** The first line behind a match, among those with time if it has one, else in its source. */
  firstAfter(key: Key, match: Position): Sight | undefined {
    let first: Sight | undefined;
    for (const mark of this.marks.kept().values()) {
      if (mark.source !== (match.time === undefined ? match.source : undefined) || !agree(mark.key, key))
        continue;
      const sight = mark.samples.firstAfter(match);
      if (sight && (first === undefined || comparePositions(sight, first) < 0)) first = sight;
    }
    return first;
  }

  /** Does a line stand in one of these times (ms since the epoch)? */
  within(key: Key, spans: readonly (readonly [number, number])[]): boolean {
    return this.some(
      (mark) => agree(mark.key, key) && spans.some(([from, to]) => mark.samples.within(from, to)),
    );
  }

  /** Is there any line at all? */
  has(key: Key): boolean {
    return this.some((mark) => agree(mark.key, key));
  }

  rebase(source: string, lines: number): void {
    for (const { samples } of this.marks.kept().values()) samples.rebase(source, lines);
  }

  absorb(data: MarksData): void {
    for (const { key, source, samples } of data.marks)
      this.samples(key, source ?? undefined)?.absorb(samples);
    if (data.bound !== null) this.marks.overflow(data.bound);
  }

  toJSON(): MarksData {
    const marks = Array.from(this.marks.kept().values(), ({ key, source, samples }) => ({
      key,
      source: source ?? null,
      samples: samples.toJSON(),
    }));
    return { bound: this.marks.limitHash ?? null, marks };
  }

  private samplesOf(key: Key, source: string | undefined): Samples | undefined {
    const { latest } = this;
    if (latest === undefined || latest.key !== key || latest.source !== source)
      this.latest = { key, source, samples: this.samples(key, source) };
    return this.latest!.samples;
  }

  private samples(key: Key, source: string | undefined): Samples | undefined {
    const make = () => ({ key, source, samples: new Samples(this.limit) });
    return this.marks.getOrAdd(keyText(key, source), make)?.samples;
  }

  private some(test: (mark: Mark) => boolean): boolean {
    for (const mark of this.marks.kept().values()) if (test(mark)) return true;
    return false;
  }
}
