/**
 * How support bundles lay out their files: which folder is the bundle, which one a node, what a file's name says. Taken from the
 * collectors' own sources: rancher2_logs_collector.sh, support-bundle-kit (Harvester, Longhorn, Rancher), sos, must-gather and
 * `oc adm inspect`, kind, kubectl.
 */
import type { PodNames } from './pods.ts';

export const BUNDLE_KINDS = [
  'rancher-collector',
  'support-bundle',
  'sosreport',
  'must-gather',
  'cluster-dump',
  'kind-logs',
  'node-folders',
] as const;
export type BundleKind = (typeof BUNDLE_KINDS)[number];

export interface Layout {
  readonly kind: BundleKind;
  /** So many segments of the path are the bundle's own. */
  readonly root: number;
  /** Whose files these are. */
  readonly node?: string | undefined;
  /** A systemd unit. */
  readonly unit?: string | undefined;
  /** Fetched through the API: the pod may run on any node. */
  readonly pod?: PodNames | undefined;
}

/** Segments are what stands between `/` and `!`. */
type Recognise = (segments: readonly string[]) => Layout | undefined;

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9.-]*$/;

/** `<host>-2026-11-21_10_10_10/`: journald/<unit>, <distribution>/podlogs/<namespace>-<pod>, systeminfo/, … */
function rancherCollector(segments: readonly string[]): Layout | undefined {
  const at = segments.findLastIndex((name, i) => i < segments.length - 1 && COLLECTED.test(name));
  if (at < 0) return undefined;
  const node = COLLECTED.exec(segments[at]!)![1];
  const [folder, below, file] = segments.slice(at + 1) as [string?, string?, string?];
  const found = { kind: 'rancher-collector', root: at + 1, node } as const;
  if (folder === 'journald' && file === undefined) return { ...found, unit: below };
  const isFetched = below === 'podlogs' && file !== undefined && segments.length === at + 4;
  return isFetched ? { ...found, pod: collectedPod(file) } : found;
}

const COLLECTED = /^([a-zA-Z0-9][a-zA-Z0-9.-]*)-\d{4}-\d\d-\d\d_\d\d_\d\d_\d\d$/;
/** Namespaces of which the collector fetches the logs, and whose names another one does not begin with. */
const NAMESPACED =
  /^(kube-system|kube-public|[a-z0-9-]+?-system|ingress-nginx|cattle-[a-z]+|fleet-default)-(.+?)(?:-previous)?$/;

function collectedPod(file: string): PodNames | undefined {
  const found = NAMESPACED.exec(file);
  return found === null ? undefined : { namespace: found[1]!, pod: found[2]! };
}

/** `supportbundle_…/`: nodes/<node>.zip!<node>/logs/<unit>.log, logs/<namespace>/<pod>/<container>.log */
function supportBundle(segments: readonly string[]): Layout | undefined {
  const at = segments.findLastIndex((name) => /^(?:supportbundle|longhorn-support-bundle)_/.test(name));
  if (at < 0) return undefined;
  const root = at + 1;
  const [folder, first, second, file] = segments.slice(root) as [string?, string?, string?, string?];
  if (folder === 'nodes' && second !== undefined)
    return { kind: 'support-bundle', root, node: withoutZip(first!) };
  if (folder !== 'logs' || file === undefined) return { kind: 'support-bundle', root };
  const container = /^(.+?)\.log(?:\.\d+)?$/.exec(file)?.[1];
  return { kind: 'support-bundle', root, pod: { namespace: first!, pod: second!, container } };
}

/** `nodes/<node>/…`, the node's folder packed by itself or not. */
function nodeFolders(segments: readonly string[]): Layout | undefined {
  const at = segments.findLastIndex((name, i) => name === 'nodes' && i < segments.length - 2);
  if (at < 0 || !NAME.test(segments[at + 1]!)) return undefined;
  return { kind: 'node-folders', root: at, node: withoutZip(segments[at + 1]!) };
}

function withoutZip(name: string): string {
  return name.replace(/\.zip$/, '');
}

/** `sosreport-<host>[-<label>][-<case>]-<date>-<letters>/` and the older `sosreport-<host>[.<case>]-<time>/`. */
function sosreport(segments: readonly string[]): Layout | undefined {
  const at = segments.findLastIndex((name, i) => i < segments.length - 1 && SOS.test(name));
  if (at < 0) return undefined;
  const node = SOS.exec(segments[at]!)![1];
  const file = segments.at(-1)!;
  const unit = /^journalctl_.*?--unit_([\w@.-]+)/.exec(file)?.[1]?.replace(/_--.*$/, '');
  const found = { kind: 'sosreport', root: at + 1, node, unit } as const;
  const pods = segments.indexOf('podlogs', at);
  if (pods < 0 || pods + 2 >= segments.length) return found;
  const container = /_-c_([a-z0-9.-]+)$/.exec(file)?.[1];
  return { ...found, pod: { namespace: segments[pods - 1]!, pod: segments[pods + 1]!, container } };
}

/** A case is five digits or more; a label can't be told from a name and stays. */
const SOS =
  /^sosreport-([a-zA-Z0-9][a-zA-Z0-9-]{0,200}?)(?:[.-]\d{5,})?-(?:\d{14}|\d{4}-\d\d-\d\d-[a-z]{7})$/;

/** `namespaces/<namespace>/pods/<pod>/<container>/<container>/logs/…`, host_service_logs/, audit_logs/<server>/<node>-audit….log.gz */
function mustGather(segments: readonly string[]): Layout | undefined {
  const kind = 'must-gather';
  const file = segments.at(-1)!;
  const pods = segments.findLastIndex((name, i) => name === 'namespaces' && segments[i + 2] === 'pods');
  if (pods >= 0 && segments.at(-2) === 'logs' && segments.length === pods + 8) {
    const [namespace, , pod, container] = segments.slice(pods + 1);
    return { kind, root: pods, pod: { namespace: namespace!, pod: pod!, container } };
  }
  const services = segments.lastIndexOf('host_service_logs');
  if (services >= 0) return { kind, root: services, unit: /^(.+)_service\.log$/.exec(file)?.[1] };
  const audits = segments.lastIndexOf('audit_logs');
  if (audits < 0 || audits !== segments.length - 3) return undefined;
  return { kind, root: audits, node: /^(.+?)-audit[^/]*\.log(?:\.gz)?$/.exec(file)?.[1] };
}

/** kubectl cluster-info dump: `<namespace>/<pod>/logs.txt`. */
function clusterDump(segments: readonly string[]): Layout | undefined {
  const [namespace, pod, file] = segments.slice(-3);
  if (file !== 'logs.txt' || !NAME.test(namespace!) || !NAME.test(pod!)) return undefined;
  return { kind: 'cluster-dump', root: segments.length - 3, pod: { namespace: namespace!, pod: pod! } };
}

/** kind export logs: `<cluster>-control-plane/` and `<cluster>-worker2/` with the node's /var/log and its journals. */
function kindLogs(segments: readonly string[]): Layout | undefined {
  const at = segments.findLastIndex(
    (name, i) =>
      /^[a-z0-9.-]+-(?:control-plane|worker)\d*$/.test(name) && KIND_LOGS.test(segments[i + 1] ?? ''),
  );
  return at < 0 ? undefined : { kind: 'kind-logs', root: at, node: segments[at] };
}

const KIND_LOGS =
  /^(?:(?:journal|kubelet|containerd|serial|images|alternatives)\.log|pods|containers|kubernetes-version\.txt)$/;

const ALL: readonly Recognise[] = [
  rancherCollector,
  supportBundle,
  sosreport,
  mustGather,
  kindLogs,
  nodeFolders,
  clusterDump,
];

/** The innermost layout that a path fits, of several with the same folder the first. */
export function layoutOf(segments: readonly string[]): Layout | undefined {
  let best: Layout | undefined;
  for (const recognise of ALL) {
    const found = recognise(segments);
    if (found !== undefined && (best === undefined || found.root > best.root)) best = found;
  }
  return best;
}
