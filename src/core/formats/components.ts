/** Programs by their usual names: from syslog identifiers, units, container names, file names. */

/** What differs from the name itself. */
const ALIASES: Readonly<Record<string, string>> = {
  'k3s-agent': 'k3s',
  'k3s-server': 'k3s',
  'rke2-server': 'rke2',
  'rke2-agent': 'rke2',
  docker: 'dockerd',
  apiserver: 'kube-apiserver',
  'controller-manager': 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  'kube-flannel': 'flanneld',
  'kube-flannel-ds': 'flanneld',
  flannel: 'flanneld',
  'cri-o': 'crio',
  cilium: 'cilium-agent',
  dmesg: 'kernel',
  'kern.log': 'kernel',
  init: 'systemd',
  chrony: 'chronyd',
  'systemd-timesyncd': 'systemd-timesyncd',
  'rancher-server': 'rancher',
  'cattle-cluster-agent': 'rancher-agent',
  'cluster-register': 'rancher-agent',
  'rancher-system-agent': 'rancher-system-agent',
  etcdmain: 'etcd',
};

/** Names that stand for a program wherever they are found, e.g. as a file name. */
const KNOWN: ReadonlySet<string> = new Set([
  'k3s',
  'rke2',
  'kubelet',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'cloud-controller-manager',
  'etcd',
  'containerd',
  'dockerd',
  'cri-dockerd',
  'crio',
  'kernel',
  'systemd',
  'flanneld',
  'calico-node',
  'cilium-agent',
  'coredns',
  'rancher',
  'rancher-agent',
  'rancher-system-agent',
  'chronyd',
  'ntpd',
  'systemd-timesyncd',
  'systemd-networkd',
  'NetworkManager',
  'kubeadm',
]);

const CACHE_LIMIT = 2000;
const cache = new Map<string, string>();

/** `k3s-agent.service` → `k3s`, `/usr/bin/dockerd` → `dockerd`; a name that is not known is given back without path and suffix. */
export function componentOf(name: string): string | undefined {
  if (name === '') return undefined;
  let component = cache.get(name);
  if (component === undefined) {
    component = normalise(name);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(name, component);
  }
  return component;
}

/** Like `componentOf`, but undefined for names that are not in the table: for file names, which can be anything. */
export function knownComponentOf(name: string): string | undefined {
  const component = componentOf(name);
  return component !== undefined && KNOWN.has(component) ? component : undefined;
}

function normalise(name: string): string {
  let base = name.slice(name.lastIndexOf('/') + 1);
  if (base.startsWith('(') && base.endsWith(')')) base = base.slice(1, -1);
  for (const suffix of ['.service', '.scope', '.socket'])
    if (base.endsWith(suffix)) base = base.slice(0, -suffix.length);
  return Object.hasOwn(ALIASES, base) ? (ALIASES[base] ?? base) : base;
}
