/** A line that may become proof: its place now, its text when the block of bytes it stands in is done. */
import { bareEvidence } from './incident.ts';
import type { Evidence, KeptEvidence } from './incident.ts';
import { comparePositions } from './observation.ts';
import type { Observation, Position } from './observation.ts';

export class Sight implements Position {
  time: number | undefined;
  source: string;
  line: number;
  offset: number;
  private proof: Evidence | KeptEvidence | undefined;
  private make: Observation['evidence'] | undefined;
  /** Its proof is without the lines around it. */
  isBare = false;

  constructor(position: Position & { readonly line: number }, evidence?: Evidence | KeptEvidence) {
    this.time = position.time;
    this.source = position.source;
    this.line = position.line;
    this.offset = position.offset;
    this.proof = evidence;
    this.make = undefined;
  }

  /** Undefined until settled. */
  get evidence(): Evidence | undefined {
    const { proof, line } = this;
    const evidence = proof !== undefined && 'kept' in proof ? proof.open(this) : proof;
    return evidence === undefined || evidence.line === line ? evidence : { ...evidence, line };
  }

  /** A sight whose evidence is made at the next settle. */
  static of(observation: Observation, pending: Sight[]): Sight {
    const { time, origin } = observation;
    const sight = new Sight({ time, source: origin.source, line: origin.line, offset: origin.offset });
    sight.make = observation.evidence;
    pending.push(sight);
    return sight;
  }

  /** Becomes the sight of another observation; allocates nothing. */
  become(observation: Observation, pending: Sight[]): void {
    const { origin } = observation;
    this.time = observation.time;
    this.source = origin.source;
    this.line = origin.line;
    this.offset = origin.offset;
    this.proof = undefined;
    if (this.make === undefined) pending.push(this);
    this.make = observation.evidence;
  }

  /** No longer a candidate for proof. */
  drop(): void {
    this.make = undefined;
  }

  settle(): void {
    if (this.make === undefined) return;
    const proof = this.make(this.isBare);
    // Who makes it may not know how.
    this.proof = this.isBare ? bareEvidence(proof) : proof;
    this.make = undefined;
  }

  /** From now on without the lines around it: it is one of many. */
  bare(): void {
    if (this.isBare) return;
    this.isBare = true;
    if (this.proof !== undefined) this.proof = bareEvidence(this.proof);
  }

  /** Makes plain data of the proof, for the way to another thread. */
  open(): void {
    const { proof } = this;
    if (proof !== undefined && 'kept' in proof) this.proof = proof.open(this);
  }

  proofData(): SightData['evidence'] {
    const proof = this.proof!;
    if ('kept' in proof) return proof;
    const { time: _, ...rest } = proof;
    return rest;
  }

  rebase(source: string, lines: number): void {
    if (this.source !== source) return;
    this.line += lines;
  }
}

/** Plain form, safe for JSON once the sight was opened. The evidence names the place. */
export interface SightData {
  readonly time: number | null;
  readonly source: string;
  readonly line: number;
  readonly offset: number;
  readonly bare: boolean;
  readonly evidence: Omit<Evidence, 'time'> | KeptEvidence;
}

/** Of a sight that was settled. */
export function sightData(sight: Sight): SightData {
  const { source, line, offset, isBare } = sight;
  return { time: sight.time ?? null, source, line, offset, bare: isBare, evidence: sight.proofData() };
}

export function sightOf({ source, line, offset, bare, evidence, ...data }: SightData): Sight {
  const time = data.time ?? undefined;
  const sight = new Sight(
    { time, source, line, offset },
    'kept' in evidence ? evidence : revived(evidence, time),
  );
  sight.isBare = bare;
  return sight;
}

/** With its parts in their usual order: what comes out is written as it stands. */
function revived(evidence: Omit<Evidence, 'time'>, time: number | undefined): Evidence {
  const { source, line, offset, ...rest } = evidence;
  return { source, line, offset, time, ...rest };
}

/** The observation stands before the sight. */
export function isBefore(observation: Observation, sight: Sight): boolean {
  const { time, origin } = observation;
  if (time !== undefined && sight.time !== undefined && time !== sight.time) return time < sight.time;
  return comparePositions({ time, source: origin.source, offset: origin.offset }, sight) < 0;
}
