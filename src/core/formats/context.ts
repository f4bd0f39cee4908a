/** What a source's name and first bytes tell before its first line is read. */
import { knownComponentOf } from './components.ts';
import type { SourceContext } from './format.ts';
import { findAnchor } from './time/anchor.ts';
import type { Anchor } from './time/anchor.ts';
import { ZoneClock } from './time/zone.ts';

export interface SourceFacts {
  /** Name as shown in proofs. */
  readonly name: string;
  /** Path with `/`; for an archive member `archive!member`. Default: the name. */
  readonly path?: string | undefined;
  /** ms since the epoch; for standard input the time of the start. */
  readonly modified: number;
  /** The first bytes (64 KiB are looked at). */
  readonly head: Uint8Array | string;
  /** IANA zone or fixed offset (`+02:00`). */
  readonly timeZone: string;
  /** The user named the zone: what the lines themselves tell does not count. */
  readonly timeZoneGiven?: boolean | undefined;
  /** `--format`. */
  readonly forcedFormat?: string | undefined;
}

/** The context of one source. Depends on the source alone, never on how it is split. */
export function contextOf(facts: SourceFacts): SourceContext {
  const told = fromPath(facts.path ?? facts.name);
  const anchor = findAnchor(facts.head);
  return {
    name: facts.name,
    modified: facts.modified,
    anchor: anchor?.ms,
    timeZone: facts.timeZoneGiven === true ? facts.timeZone : zoneOf(anchor, facts.timeZone),
    pathHost: told.host,
    pathUnit: told.unit,
    pathComponent: told.component,
    forcedFormat: facts.forcedFormat,
  };
}

/** The lines' own distance from UTC, where they tell one that is not the expected zone's. */
function zoneOf(anchor: Anchor | undefined, expected: string): string {
  if (anchor?.offset === undefined || new ZoneClock(expected).offsetAt(anchor.ms) === anchor.offset)
    return expected;
  const minutes = Math.abs(anchor.offset) / 60_000;
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${anchor.offset < 0 ? '-' : '+'}${hour}:${minute}`;
}

interface Told {
  readonly host?: string | undefined;
  readonly unit?: string | undefined;
  readonly component?: string | undefined;
}

const LONGEST_PATH = 4096;
const MAX_WORDS = 8;
const UID = '[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}';
/** `/var/log/pods/<namespace>_<pod>_<uid>/<container>/0.log` */
const POD_LOG = new RegExp(`(?:^|[/!])([a-z0-9-]+)_([a-z0-9.-]+)_(?:${UID})/([a-z0-9.-]+)/[0-9]+\\.log`);
/** `/var/log/containers/<pod>_<namespace>_<container>-<id>.log` */
const CONTAINER_LOG = /(?:^|[/!])([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9.-]+)-[0-9a-f]{64}\.log/;
/** A bundle's folder of one node: `nodes/<node>/…`, and Rancher's log collector's `<node>-2026-11-21_10_10_10/…`. */
const NODE_FOLDER = /(?:^|[/!])nodes\/([a-zA-Z0-9][a-zA-Z0-9.-]*)\//;
const COLLECTOR_FOLDER = /(?:^|[/!])([a-zA-Z0-9][a-zA-Z0-9.-]*)-\d{4}-\d\d-\d\d_\d\d_\d\d_\d\d\//;
/** Static pods of the control plane are named `<container>-<node>`. */
const STATIC = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'cloud-controller-manager',
]);

/** Host, unit and component that a path proves. */
export function fromPath(path: string): Told {
  if (path.length > LONGEST_PATH) return {};
  const folder = (NODE_FOLDER.exec(path) ?? COLLECTOR_FOLDER.exec(path))?.[1];
  const pod = POD_LOG.exec(path);
  if (pod !== null) return inPod(folder, { namespace: pod[1]!, pod: pod[2]!, container: pod[3]! });
  const container = CONTAINER_LOG.exec(path);
  if (container !== null) {
    return inPod(folder, { namespace: container[2]!, pod: container[1]!, container: container[3]! });
  }
  return { host: folder, unit: undefined, component: ofFile(path) };
}

interface PodNames {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

function inPod(folder: string | undefined, { namespace, pod, container }: PodNames): Told {
  const isStatic = STATIC.has(container) && pod.startsWith(`${container}-`);
  return {
    host: folder ?? (isStatic ? pod.slice(container.length + 1) : undefined),
    unit: `${namespace}/${pod}/${container}`,
    component: knownComponentOf(container) ?? container,
  };
}

/** `kubelet.log`, `k3s.log.1`, `etcd-2026-11-21.log.gz`, `journal-kubelet.txt`: the longest part of the name that is a known program. */
function ofFile(path: string): string | undefined {
  const file = path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1)
    .replace(/(?:\.(?:log|txt|json|out|err|gz|zst|xz|bz2|lz4|\d+))+$/, '');
  const words = file.split(/[-_.]/).slice(0, MAX_WORDS);
  for (let length = words.length; length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const known = knownComponentOf(words.slice(at, at + length).join('-'));
      if (known !== undefined) return known;
    }
  }
  return undefined;
}
