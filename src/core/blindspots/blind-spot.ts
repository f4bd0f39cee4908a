/** What the logs cannot tell: where lines are missing, times wrong, or a node's log is not there. Plain data, JSON-safe. */

export const BLIND_SPOT_CODES = [
  'begins-late',
  'boot',
  'clock-back',
  'clock-forward',
  'gap',
  'lines-dropped',
  'no-log-of-node',
  'no-time',
  'not-covered',
  'rotation-gap',
  'unclean-end',
  'undecodable',
  'zone-assumed',
] as const;
export type BlindSpotCode = (typeof BLIND_SPOT_CODES)[number];

export interface BlindSpot {
  readonly code: BlindSpotCode;
  /** A sentence without its full stop. */
  readonly text: string;
  /** How often, or of how many; at least 1. */
  readonly count: number;
  /** The source that it is about, where it is one. */
  readonly source?: string;
  readonly host?: string;
  /** ms since the epoch: the time that can't be seen. */
  readonly from?: number;
  readonly to?: number;
}
