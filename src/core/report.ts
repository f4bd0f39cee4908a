/** The whole answer: what every sink renders. Plain data, JSON-safe. */
import type { BlindSpot } from './blindspots/blind-spot.ts';
import type { Coverage } from './coverage/coverage.ts';
import type { CauseLink, Diagnosis } from './diagnosis/diagnosis.ts';
import type { Problem } from './errors.ts';
import type { Fact, Incident } from './incidents/incident.ts';

export interface SourceSummary {
  readonly name: string;
  readonly bytes: number;
  readonly lines: number;
}

export interface Summary {
  readonly version: string;
  readonly rules: { readonly version: string; readonly count: number };
  readonly bytes: number;
  readonly lines: number;
  readonly sources: readonly SourceSummary[];
  /** Matching entries that are known to be harmless, by benign rule. */
  readonly harmless: readonly {
    readonly rule: string;
    readonly title: string;
    readonly count: number;
    readonly why: string;
  }[];
  /** Things that limit what the answer can know; each is a sentence with its count. */
  readonly limits: readonly { readonly code: string; readonly text: string; readonly count: number }[];
  /** Where the logs are blind; what hides most stands first. */
  readonly blindSpots: readonly BlindSpot[];
  /** What could not be read or understood. */
  readonly problems: readonly Problem[];
  /** False when the input was cut short (Ctrl-C): this is what was found so far. */
  readonly complete: boolean;
}

export interface Report {
  readonly incidents: readonly Incident[];
  readonly links: readonly CauseLink[];
  readonly diagnoses: readonly Diagnosis[];
  readonly facts: readonly Fact[];
  readonly summary: Summary;
  /** Only when it was asked for. */
  readonly coverage?: Coverage | undefined;
}
