/**
 * Which clock the lines of a bundle's log were written by, as far as its path tells. Times without a zone in it are local to that clock.
 * Taken from the collectors' own sources: rancher2_logs_collector.sh (`date`), sos (plugins date, systemd, general), kind, must-gather.
 */
import { prefixOf } from './bundles.ts';
import { layoutOf } from './layouts.ts';
import type { BundleKind, Layout } from './layouts.ts';
import { podOf } from './pods.ts';
import { segmentsOf } from './told.ts';

export interface NodeClock {
  /** What the node's files have in common: the start of the path, without a slash behind it. */
  readonly root: string;
  /** Files below it that tell its zone, the most exact first. */
  readonly tells: readonly string[];
}

/** `UTC` where the layout alone tells the clock; undefined: no bundle, or one that does not say. */
export function clockOf(path: string): NodeClock | 'UTC' | undefined {
  const segments = segmentsOf(path);
  const layout = layoutOf(segments);
  if (layout === undefined) return undefined;
  // Containers have no zone but UTC, unless somebody gives them one.
  if (layout.pod !== undefined || podOf(path) !== undefined || IN_UTC.has(layout.kind)) return 'UTC';
  const tells = TELLS[layout.kind];
  const count = ownSegments(layout, segments);
  if (tells === undefined || count === 0) return undefined;
  return { root: prefixOf(path, segments, count), tells };
}

/** Nodes of kind are containers; those of OpenShift run in UTC. */
const IN_UTC: ReadonlySet<BundleKind> = new Set(['kind-logs', 'must-gather']);

const OF_NODES = ['timedatectl', 'timedatectl.txt', 'etc/timezone', 'etc/localtime', 'date', 'date.txt'];
const SYSTEMD = 'sos_commands/systemd/timedatectl';
const TELLS: Partial<Record<BundleKind, readonly string[]>> = {
  'rancher-collector': ['systeminfo/date'],
  sosreport: [
    SYSTEMD,
    'etc/timezone',
    'etc/localtime',
    'sos_commands/date/date',
    'sos_commands/general/date',
  ],
  'support-bundle': OF_NODES,
  'node-folders': OF_NODES,
};

/** So many segments of the path stand before the node's own files. */
function ownSegments({ kind, root, node }: Layout, segments: readonly string[]): number {
  if (kind === 'rancher-collector' || kind === 'sosreport') return root;
  if (node === undefined) return 0;
  const folder = root + 2;
  // A packed folder of a node holds one of its name.
  return segments[folder] === node && segments.length > folder + 1 ? folder + 1 : folder;
}
