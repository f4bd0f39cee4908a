/** Lists of nodes as kubectl and the collectors write them, shortened. */
import { describe, expect, it } from 'vitest';
import { holdsNodes, isNodeFile, nodeFacts } from '../../../../src/core/formats/paths/node-files.ts';

const told = (path: string, text: string) =>
  nodeFacts(path, text).map(({ name, value, host, origin }) => [host, name, value, origin.line]);

/** `kubectl get nodes -o json`. */
const JSON_LIST = `{
    "apiVersion": "v1",
    "items": [
        {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {
                "annotations": {
                    "flannel.alpha.coreos.com/backend-type": "vxlan"
                },
                "labels": {
                    "kubernetes.io/hostname": "other"
                },
                "name": "node1",
                "ownerReferences": [
                    {
                        "name": "not-the-node"
                    }
                ]
            },
            "status": {
                "images": [
                    {
                        "names": [
                            "docker.io/rancher/mirrored-pause:3.6"
                        ],
                        "sizeBytes": 301463
                    }
                ],
                "nodeInfo": {
                    "architecture": "amd64",
                    "containerRuntimeVersion": "containerd://1.7.7-k3s1",
                    "kernelVersion": "5.15.0-88-generic",
                    "kubeletVersion": "v1.28.3+k3s2",
                    "osImage": "Ubuntu 22.04.3 LTS"
                }
            }
        },
        {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {
                "name": "node2"
            },
            "status": {
                "nodeInfo": {
                    "containerRuntimeVersion": "cri-o://1.27.1",
                    "kubeletVersion": "v1.27.6"
                }
            }
        }
    ],
    "kind": "List"
}
`;

/** support-bundle-kit. */
const YAML_LIST = `apiVersion: v1
items:
- apiVersion: v1
  kind: Node
  metadata:
    annotations:
      a: b
    name: harvester-1
  spec:
    podCIDR: 10.52.0.0/24
    taints:
    - effect: NoSchedule
      key: name
  status:
    addresses:
    - address: harvester-1
      type: Hostname
    nodeInfo:
      containerRuntimeVersion: containerd://1.7.11-k3s2
      kubeletVersion: v1.27.10+rke2r1
      osImage: 'Harvester v1.3.0'
- metadata:
    name: "harvester-2"
  status:
    nodeInfo:
      kubeletVersion: v1.27.10+rke2r1
kind: NodeList
`;

describe('what a list of nodes tells', () => {
  it('JSON of kubectl', () => {
    expect(told('dump/nodes.json', JSON_LIST)).toEqual([
      ['node1', 'containerd', '1.7.7-k3s1', 32],
      ['node1', 'kernel', '5.15.0-88-generic', 33],
      ['node1', 'kubelet', '1.28.3+k3s2', 34],
      ['node1', 'k3s', '1.28.3+k3s2', 34],
      ['node1', 'os', 'Ubuntu 22.04.3 LTS', 35],
      ['node2', 'crio', '1.27.1', 47],
      ['node2', 'kubelet', '1.27.6', 48],
    ]);
  });

  it('YAML of a list, and of one node', () => {
    expect(told('b/yamls/cluster/v1/nodes.yaml', YAML_LIST)).toEqual([
      ['harvester-1', 'containerd', '1.7.11-k3s2', 19],
      ['harvester-1', 'kubelet', '1.27.10+rke2r1', 20],
      ['harvester-1', 'rke2', '1.27.10+rke2r1', 20],
      ['harvester-1', 'os', 'Harvester v1.3.0', 21],
      ['harvester-2', 'kubelet', '1.27.10+rke2r1', 26],
      ['harvester-2', 'rke2', '1.27.10+rke2r1', 26],
    ]);
    const one = 'metadata:\n  name: master-0\nstatus:\n  nodeInfo:\n    kubeletVersion: v1.27.6+f67aeb3\n';
    expect(told('cluster-scoped-resources/core/nodes/master-0.yaml', one)).toEqual([
      ['master-0', 'kubelet', '1.27.6+f67aeb3', 5],
    ]);
  });

  it('places are bytes of the file', () => {
    const [, fact] = nodeFacts(
      'nodes.yaml',
      'metadata:\n  name: n\n  # ü\nstatus:\n  nodeInfo:\n    osImage: a\n    kubeletVersion: v1\n',
    );
    expect(fact?.origin).toEqual({ source: 'nodes.yaml', line: 7, offset: 62 });
  });

  it('the version that kind keeps of a node', () => {
    const path = 'logs/kind-worker2/kubernetes-version.txt';
    expect(told(path, 'v1.27.3\n')).toEqual([['kind-worker2', 'kubelet', '1.27.3', 1]]);
    expect(told('kubernetes-version.txt', 'v1.27.3\n')).toEqual([]);
    expect(told(path, 'cat: /kind/version: No such file')).toEqual([]);
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"items":[{"kind":"Node"}]}',
    'status:\n  nodeInfo:\n    kubeletVersion: v1',
  ])('%j tells nothing', (text) => {
    expect(nodeFacts('nodes.json', text)).toEqual([]);
  });
});

describe('which files are such lists', () => {
  it.each([
    'nodes.json',
    'dump/nodes.json',
    'a.tar.gz!x/k3s/kubectl/nodes.json',
    's/sos_commands/kubernetes/cluster-info/kubectl_--kubeconfig_etc.kubernetes.admin.conf_get_-o_json_nodes',
    'm/cluster-scoped-resources/core/nodes/master-0.yaml',
    'b.zip!b/yamls/cluster/v1/nodes.yaml',
    'kind-control-plane/kubernetes-version.txt',
  ])('%s', (path) => {
    expect(isNodeFile(path)).toBe(true);
  });

  it.each(['pods.json', 'nodes.log', 'mynodes.json', 'core/nodes/x.log', 'nodes/n1/a.yaml'])(
    '%s: no',
    (path) => {
      expect(isNodeFile(path)).toBe(false);
    },
  );

  it('JSON of another kind is a log like others', () => {
    expect(holdsNodes('nodes.json', '{"msg":"x"}')).toBe(false);
    expect(holdsNodes('nodes.json', JSON_LIST.slice(0, 200))).toBe(true);
    expect(holdsNodes('nodes.yaml', YAML_LIST)).toBe(true);
  });
});
