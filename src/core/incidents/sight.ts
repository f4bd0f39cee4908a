/** A line that may become proof: its place now, its text when the block of bytes it stands in is done. */
import type { Evidence, KeptEvidence } from './incident.ts';
import { comparePositions } from './observation.ts';
import type { Observation, Position } from './observation.ts';

export class Sight implements Position {
  time: number | undefined;
  source: string;
  line: number;
  offset: number;
  private proof: Evidence | KeptEvidence | undefined;
  private make: (() => Evidence | KeptEvidence) | undefined;

  constructor(position: Position & { readonly line: number }, evidence?: Evidence) {
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
    const evidence = proof !== undefined && 'kept' in proof ? proof.open() : proof;
    return evidence === undefined || evidence.line === line ? evidence : { ...evidence, line };
  }

  /** A sight whose evidence is made at the next settle; without `pending` never. */
  static of(observation: Observation, pending: Sight[] | undefined): Sight {
    const { time, origin } = observation;
    const sight = new Sight({ time, source: origin.source, line: origin.line, offset: origin.offset });
    if (pending === undefined) return sight;
    sight.make = observation.evidence;
    pending.push(sight);
    return sight;
  }

  /** Becomes the sight of another observation; allocates nothing. */
  become(observation: Observation, pending: Sight[] | undefined): void {
    const { origin } = observation;
    this.time = observation.time;
    this.source = origin.source;
    this.line = origin.line;
    this.offset = origin.offset;
    this.proof = undefined;
    if (pending === undefined) return;
    if (this.make === undefined) pending.push(this);
    this.make = observation.evidence;
  }

  /** No longer a candidate for proof. */
  drop(): void {
    this.make = undefined;
  }

  settle(): void {
    if (this.make === undefined) return;
    this.proof = this.make();
    this.make = undefined;
  }

  rebase(source: string, lines: number): void {
    if (this.source !== source) return;
    this.line += lines;
  }
}

/** Plain form, safe for JSON. The evidence names the place; without evidence the place stands for itself. */
export interface SightData {
  readonly time: number | null;
  readonly source: string;
  readonly line: number;
  readonly offset: number;
  readonly evidence?: Omit<Evidence, 'time'>;
}

export function sightData(sight: Sight): SightData {
  const { source, line, offset, evidence } = sight;
  const data = { time: sight.time ?? null, source, line, offset };
  if (evidence === undefined) return data;
  const { time: _, ...rest } = evidence;
  return { ...data, evidence: rest };
}

export function sightOf(data: SightData): Sight {
  const time = data.time ?? undefined;
  const position = { time, source: data.source, line: data.line, offset: data.offset };
  return new Sight(position, data.evidence === undefined ? undefined : revived(data.evidence, time));
}

/** The observation stands before the sight. */
export function isBefore(observation: Observation, sight: Sight): boolean {
  const { time, origin } = observation;
  if (time !== undefined && sight.time !== undefined && time !== sight.time) return time < sight.time;
  return comparePositions({ time, source: origin.source, offset: origin.offset }, sight) < 0;
}

/** With its parts in their usual order: what comes out is written as it stands. */
function revived(evidence: Omit<Evidence, 'time'>, time: number | undefined): Evidence {
  const { source, line, offset, ...rest } = evidence;
  return { source, line, offset, time, ...rest };
}
