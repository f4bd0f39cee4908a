/** What paths and names tell of a pod. */
import { knownComponentOf } from '../components.ts';

/** A pod, with its container where the path names it. */
export interface PodNames {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
}

const UID = '[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}';
/** `/var/log/pods/<namespace>_<pod>_<uid>/<container>/0.log` */
const POD_LOG = new RegExp(`(?:^|[/!])([a-z0-9-]+)_([a-z0-9.-]+)_(?:${UID})/([a-z0-9.-]+)/[0-9]+\\.log`);
/** `/var/log/containers/<pod>_<namespace>_<container>-<id>.log` */
const CONTAINER_LOG = /(?:^|[/!])([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9.-]+)-[0-9a-f]{64}\.log/;

/** The pod whose log a node keeps under this path. */
export function podOf(path: string): PodNames | undefined {
  const pod = POD_LOG.exec(path);
  if (pod !== null) return { namespace: pod[1]!, pod: pod[2]!, container: pod[3]! };
  const container = CONTAINER_LOG.exec(path);
  if (container === null) return undefined;
  return { namespace: container[2]!, pod: container[1]!, container: container[3]! };
}

/** Static pods of the control plane are named `<container>-<node>`. */
const STATIC = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'cloud-controller-manager',
]);

/** The node that a static pod's name tells. */
export function nodeOfStatic({ namespace, pod, container }: PodNames): string | undefined {
  // Without the container's name only its namespace tells it from other pods of similar names.
  const names = container !== undefined ? [container] : namespace === 'kube-system' ? [...STATIC] : [];
  const name = names.find((one) => STATIC.has(one) && pod.startsWith(`${one}-`));
  return name === undefined ? undefined : pod.slice(name.length + 1);
}

export function unitOf({ namespace, pod, container }: PodNames): string {
  return [namespace, pod, ...(container === undefined ? [] : [container])].join('/');
}

export function componentOfPod({ pod, container }: PodNames): string | undefined {
  return container === undefined ? componentIn(pod) : (knownComponentOf(container) ?? container);
}

const MAX_WORDS = 8;

/** `kubelet`, `k3s-agent`, `etcd-2026-11-21`, `journal-kubelet`: the longest part of the name that is a known program. */
export function componentIn(name: string): string | undefined {
  const words = name.split(/[-_.]/).slice(0, MAX_WORDS);
  for (let length = words.length; length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const known = knownComponentOf(words.slice(at, at + length).join('-'));
      if (known !== undefined) return known;
    }
  }
  return undefined;
}
