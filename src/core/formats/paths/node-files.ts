/**
 * Files of a bundle that tell which versions its nodes run, without being logs: lists of the cluster's Node objects as kubectl and the
 * collectors write them (JSON with a key a line, YAML), and kind's `kubernetes-version.txt`.
 */
import type { Fact } from '../../incidents/incident.ts';
import { cut, own } from '../../text/own.ts';
import { layoutOf } from './layouts.ts';
import { segmentsOf } from './told.ts';

/** Longer files are not looked at; 1,000 nodes take about 6 MiB. */
export const MAX_NODE_FILE = 16 << 20;

/**
 * `nodes.json` (cluster-info dump, Rancher's collector), `kubectl_get_-o_json_nodes` (sos), `yamls/cluster/v1/nodes.yaml`
 * (support-bundle-kit), `cluster-scoped-resources/core/nodes/<node>.yaml` (must-gather), `<node>/kubernetes-version.txt` (kind).
 */
const NODE_FILE =
  /(?:^|[/!])(?:nodes\.(?:json|ya?ml)|kubectl_.*get_-o_json_nodes|core\/nodes(?:\/[^/!]+)?\.yaml|kubernetes-version\.txt)$/;

export function isNodeFile(path: string): boolean {
  return NODE_FILE.test(path);
}

/** By its first bytes, is it that? Lists in YAML name their kind at their end. */
export function holdsNodes(path: string, head: string): boolean {
  return !/json(?:_nodes)?$/.test(path) || /"kind": *"Node(?:List)?"/.test(head);
}

/** What it says of each node, at the line that says so. Nothing when it is something else. */
export function nodeFacts(source: string, text: string): Fact[] {
  const facts = source.endsWith('kubernetes-version.txt') ? ofKind(source, text) : ofNodes(source, text);
  return facts.slice(0, MAX_FACTS);
}

const MAX_FACTS = 50_000;
const MAX_VALUE = 256;

function ofKind(source: string, text: string): Fact[] {
  const node = layoutOf(segmentsOf(source))?.node;
  const version = /^v(\d+\.\d+\.\d\S*)\s*$/.exec(text)?.[1];
  if (node === undefined || version === undefined) return [];
  return [fact('kubelet', version, node, { source, line: 1, offset: 0 })];
}

/** `key: value` of YAML and of JSON with a key a line; `- ` before the first key of an item. */
const PAIR = /^( *)(- +)?"?([\w./-]+)"?: *(.*?),?\r?$/;
const DEEPEST = 12;
const encoder = new TextEncoder();

function ofNodes(source: string, text: string): Fact[] {
  const facts: Fact[] = [];
  const path: { key: string; indent: number }[] = [];
  let node: string | undefined;
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const pair = PAIR.exec(line);
    if (pair !== null) {
      const [, spaces = '', dash = '', key = '', value = ''] = pair;
      const indent = spaces.length + dash.length;
      while (path.length > 0 && path.at(-1)!.indent >= indent) path.pop();
      const where = path
        .map((part) => part.key)
        .filter((name) => name !== 'items')
        .join('.');
      if (where === 'metadata' && key === 'name') node = plain(value);
      const origin = { source, line: index + 1, offset };
      if (where === 'status.nodeInfo' && node !== undefined && node !== '')
        facts.push(...versions(key, plain(value)).map(([name, told]) => fact(name, told, node!, origin)));
      if (path.length < DEEPEST) path.push({ key, indent });
    }
    offset += encoder.encode(line).length + 1;
  }
  return facts;
}

function plain(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}

/** What a field of `nodeInfo` says, by the names that the logs' own facts have. */
function versions(key: string, value: string): (readonly [string, string])[] {
  const version = value.replace(/^v(?=\d)/, '');
  if (version === '') return [];
  if (key === 'kubeletVersion') {
    const distribution = /\+(k3s|rke2)/.exec(version)?.[1];
    return [['kubelet', version], ...(distribution === undefined ? [] : [[distribution, version] as const])];
  }
  if (key === 'kernelVersion') return [['kernel', version]];
  if (key === 'osImage') return [['os', value]];
  const runtime =
    key === 'containerRuntimeVersion' ? /^(containerd|docker|cri-o):\/\/(.+)$/.exec(value) : null;
  return runtime === null ? [] : [[runtime[1]!.replace('-', ''), runtime[2]!]];
}

function fact(name: string, value: string, host: string, origin: Fact['origin']): Fact {
  return {
    name,
    value: own(cut(value, MAX_VALUE)),
    host: own(cut(host, MAX_VALUE)),
    time: undefined,
    origin,
  };
}
