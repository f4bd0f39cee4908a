/**
 * Turns most probes away cheaply where no scanner has said which literals stand on a line: a line that lacks three letters in a row of a
 * probe's literal lacks the literal.
 */
import type { RulePack } from './pack.ts';

const BITS = 16;
const SAMPLES = 4;

export class LikelyProbes {
  private readonly probes: readonly number[];
  /** Of each probe: hashes of some of its literal's letters, three in a row; none when it has no literal. */
  private readonly samples: readonly (readonly number[])[];
  /** By hash: number of the last line that has these letters. */
  private readonly seen = new Uint32Array(1 << BITS);
  private line = 0;

  /** `probes`: indices into `pack.probes`, rising. */
  constructor(pack: RulePack, probes: readonly number[]) {
    this.probes = probes;
    this.samples = probes.map((index) => samplesOf(pack.literals[pack.probes[index]!.literal] ?? ''));
  }

  /** The probes that this text may meet, rising. */
  on(text: string): readonly number[] {
    this.look(text);
    const { seen, line } = this;
    return this.probes.filter((_, i) => {
      for (const hash of this.samples[i]!) if (seen[hash] !== line) return false;
      return true;
    });
  }

  private look(text: string): void {
    if (this.line === 0xffffffff) this.seen.fill((this.line = 0));
    const line = ++this.line;
    for (let i = 0; i + 2 < text.length; i++) this.seen[hashAt(text, i)] = line;
  }
}

/** Spread over the literal, its ends among them. */
function samplesOf(literal: string): number[] {
  const last = literal.length - 3;
  if (last < 0) return [];
  return Array.from({ length: SAMPLES }, (_, i) => hashAt(literal, Math.round((last * i) / (SAMPLES - 1))));
}

function hashAt(text: string, at: number): number {
  const letters = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8) | (text.charCodeAt(at + 2) << 16);
  return Math.imul(letters, 0x9e3779b1) >>> (32 - BITS);
}
