/** The lines of `resolvedBy` of one rule, by what they share with its matches. */
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
/** Lines kept of one key. */
const MAX_LINES = 256;
/** The same when there are more than so many keys, and without the lines around them. The number of keys only grows with the set. */
const CROWDS = [
  { keys: 16, lines: MAX_LINES },
  { keys: 256, lines: 32 },
] as const;

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
  private readonly marks = new Bottom<Mark>(MAX_KEYS);
  /** How many of the CROWDS there are. */
  private crowds = 0;
  /** Floods repeat their key. */
  private latest: { key: Key; source: string | undefined; samples: Samples | undefined } | undefined;

  add(key: Key, observation: Observation, pending: Sight[]): void {
    const source = observation.time === undefined ? observation.origin.source : undefined;
    this.samplesOf(key, source)?.add(observation, pending);
  }

  addBatch(key: Key, batch: Batch, pending: Sight[]): void {
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

  *sights(): Iterable<Sight> {
    for (const { samples } of this.marks.kept().values()) yield* samples.all();
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
    return this.marks.getOrAdd(keyText(key, source), () => ({ key, source, samples: this.newSamples() }))
      ?.samples;
  }

  private newSamples(): Samples {
    const samples = new Samples(MAX_LINES);
    const next = CROWDS[this.crowds];
    if (next !== undefined && this.marks.size + 1 > next.keys) {
      this.crowds++;
      for (const mark of this.marks.kept().values()) mark.samples.crowd(next.lines);
    }
    const crowd = CROWDS[this.crowds - 1];
    if (crowd !== undefined) samples.crowd(crowd.lines);
    return samples;
  }
}
