/** What support bundles were read, and on how many of their nodes something was found. */
import { bundlesOf } from '../../core/formats/paths/bundles.ts';
import type { Bundle } from '../../core/formats/paths/bundles.ts';
import type { BundleKind } from '../../core/formats/paths/layouts.ts';
import type { Report } from '../../core/report.ts';
import { counted, oneLine } from './style.ts';
import type { Style } from './style.ts';
import { hanging } from './wrap.ts';

const TITLES: Readonly<Record<BundleKind, string>> = {
  'rancher-collector': 'Rancher log collector',
  'support-bundle': 'Rancher support bundle',
  sosreport: 'sosreport',
  'must-gather': 'must-gather',
  'cluster-dump': 'kubectl cluster-info dump',
  'kind-logs': 'kind export logs',
  'node-folders': 'folders of nodes',
};

const MAX_NAMES = 6;

/** `Bundle  support bundle: 3 of 5 nodes with incidents (a, b, c)`; bundles of one kind are told together. */
export function bundleRows(report: Report, style: Style): string[] {
  const affected = new Set(report.incidents.map(({ host }) => host));
  const sources = report.summary.sources.map(({ name }) => name);
  const byKind = Map.groupBy(bundlesOf(sources, report.facts), ({ kind }) => kind);
  return [...byKind].flatMap(([kind, bundles]) =>
    hanging('Bundle  ', told(kind, bundles, affected), style.width),
  );
}

function told(kind: BundleKind, bundles: readonly Bundle[], affected: ReadonlySet<string>): string {
  const name = TITLES[kind] + (bundles.length > 1 ? `, ${counted(bundles.length, 'bundle')}` : '');
  const nodes = [...new Set(bundles.flatMap((bundle) => bundle.nodes))];
  const hit = nodes.filter((node) => affected.has(node));
  if (nodes.length === 0) return name;
  if (nodes.length === 1) return `${name} of ${oneLine(nodes[0]!)}`;
  return `${name}: ${hit.length} of ${counted(nodes.length, 'node')} with incidents${listOf(hit)}`;
}

function listOf(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).map(oneLine).join(', ');
  return ` (${shown}${more > 0 ? `, ${more} more` : ''})`;
}
