/**
 * Real lines, by format. Where none is named they were made with real components (2026-11): Kubernetes 1.36.3 and 1.24.17, etcd 3.6.16,
 * k3s 1.36.3, containerd 1.6.
 */

export const KLOG = [
  // The first two stand in the seed write-ups.
  'E0408 17:22:36.857055    1020 authentication.go:64] Unable to authenticate the request due to an error: [x509: certificate has expired or is not yet valid, x509: certificate has expired or is not yet valid] ',
  'E0901 09:24:21.179746    1399 kubelet_node_status.go:92] Unable to register node "node30" with API server: Unauthorized',
  String.raw`E1121 10:44:14.482034   21931 pod_workers.go:1338] "Error syncing pod, skipping" err="failed to \"CreatePodSandbox\" for \"p6_default(af5087db-a5a3-46ce-b491-5803d1cdacaa)\" with CreatePodSandboxError: \"Failed to create sandbox for pod \\\"p6_default(af5087db-a5a3-46ce-b491-5803d1cdacaa)\\\": rpc error: code = Unknown desc = failed to setup network for sandbox \\\"a9f73a71bb23dd8f42c61d3d2e65974e72912fef7632ee0bf03672fc05403ecf\\\": plugin type=\\\"bridge\\\" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.7.1-10.244.7.6\"" pod="default/p6" podUID="af5087db-a5a3-46ce-b491-5803d1cdacaa"`,
  'I1121 10:53:26.888747     970 server.go:547] "Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""',
];

export const LOGRUS = [
  `time="2026-11-21T10:39:57Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: /var/lib/rancher/k3s/agent/serving-kubelet.crt: Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"`,
  'time="2026-11-21T10:23:29Z" level=info msg=Starting controller=kubernetes-service-cidr-controller logger=k3s',
  'time="2026-11-21T10:58:31.156992888Z" level=info msg=serving... address=/run/ctd-lab/c.sock.ttrpc',
  String.raw`time="2026-11-21T11:21:54.329772698Z" level=info msg="loading plugin \"io.containerd.content.v1.content\"..." type=io.containerd.content.v1`,
  'time="2026-11-21T10:23:29Z" level=info msg="Event occurred" apiVersion= fieldPath= kind=Node logger=k3s message="Node and Certificate Authority certificates managed by k3s are OK" object=server1 reason=CertificateExpirationOK type=Normal',
];

/** https://github.com/k3s-io/k3s/issues/1215 and https://github.com/k3d-io/k3d/issues/385 */
export const LOGRUS_TTY = [
  'INFO[2019-12-22T10:27:05.883284862Z] Starting k3s v1.0.1 (e94a3c60)               ',
  "ERRO[0049] Failed waiting for log message 'k3s is up and running' from node 'k3d-testcluster-server-2' ",
  'FATA[0049] Cluster creation FAILED, rollback deactivated. ',
];

/** https://github.com/cilium/cilium/issues/30437 and https://github.com/cilium/cilium/issues/20529 */
export const LOGFMT = [
  'level=info msg=Invoked duration="9.821µs" function="gc.registerSignalHandler (cell.go:47)" subsys=hive',
  'level=fatal msg="Unable to list local IPv4 addresses" error="message too long" subsys=daemon',
];

export const KLOG_JSON = [
  '{"ts":1795258180334.077,"caller":"app/server.go:545","msg":"Kubelet version","v":0,"kubeletVersion":"v1.36.3"}',
  String.raw`{"ts":1795260890253.8977,"caller":"server/handler.go:153","msg":"kube-aggregator: PUT \"/apis/management.cattle.io/v3/settings/server-url\" satisfied by nonGoRestful\n","v":5}`,
];

export const ZAP_JSON = [
  '{"level":"warn","ts":"2026-11-21T10:09:14.836917Z","caller":"embed/config.go:1207","msg":"Running http and grpc server on single port. This is not recommended for production."}',
  String.raw`{"level":"error","ts":"2026-11-21T10:09:35.421461Z","caller":"embed/etcd.go:912","msg":"setting up serving from embedded etcd failed.","error":"accept tcp 127.0.0.1:2380: use of closed network connection","stacktrace":"go.etcd.io/etcd/server/v3/embed.(*Etcd).errHandler\n\t/root/go/pkg/mod/go.etcd.io/etcd/server/v3@v3.6.16/embed/etcd.go:912"}`,
];

/** https://github.com/fluxcd/source-controller/pull/89 has the same with zap's offset without a colon. */
export const ZAP_JSON_OFFSET =
  '{"level":"error","ts":"2020-07-15T11:19:45.031+0300","logger":"controller-runtime.controller","msg":"Reconciler error","controller":"gitrepository","request":"default/podinfo","error":"git clone error: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain"}';

export const AUDIT = [
  '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"fbf50144-9432-43f9-9e0e-2ac65f8c0ef3","stage":"ResponseStarted","requestURI":"/api/v1/nodes/node1","verb":"get","user":{},"sourceIPs":["127.0.0.1"],"userAgent":"curl/7.88.1","objectRef":{"resource":"nodes","name":"node1","apiVersion":"v1"},"responseStatus":{"metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401},"requestReceivedTimestamp":"2026-11-21T10:19:21.768755Z","stageTimestamp":"2026-11-21T10:19:21.769338Z"}',
];

/** https://github.com/etcd-io/etcd/issues/10174 */
export const CAPNSLOG = [
  String.raw`2018-10-11 08:36:19.724999 W | etcdserver: read-only range request "key:\"/registry/secrets/kube-system/app-manager-appmanager-token-2tv68\" " with result "range_response_count:1 size:2579" took too long (1.602181876s) to execute`,
];

/** https://github.com/rancher/rancher/issues/30238 */
export const RANCHER = [
  "2020/12/21 21:55:40 [ERROR] error syncing 'system-default-registry': handler copy-settings: the server could not find the requested resource, requeuing",
];

/** https://github.com/projectcalico/felix/issues/1421 */
export const CALICO = [
  '2017-05-17 16:53:54.602 [ERROR][157] ipsets.go 257: Failed to update IP sets. error=exit status 1 family="inet"',
];

/** https://github.com/coredns/coredns/issues/4211 */
export const COREDNS = [
  '[ERROR] plugin/errors: 2 3797952284163317497.7063757873447144811. HINFO: read udp 192.168.209.17:36807->20.128.8.8:53: i/o timeout',
];

/** https://github.com/elastic/cloud-on-k8s/issues/3289, with zap's tabs where the page has blanks */
export const ZAP_CONSOLE = [
  String.raw`2020-06-18T10:04:48.756+0200	ERROR	controller-runtime.controller	Reconciler error	{"service.version": "1.2.0-be401266", "controller": "enterprisesearch-controller", "error": "Operation cannot be fulfilled on enterprisesearches.enterprisesearch.k8s.elastic.co \"test-ent-config-ref-jbgc\": the object has been modified"}`,
];

/** https://github.com/k3s-io/k3s/issues/12374 */
export const GO_PANIC = [
  `unexpected fault address 0x0
fatal error: fault
[signal SIGSEGV: segmentation violation code=0x80 addr=0x0 pc=0x41326c]

goroutine 9349 gp=0xc00e363880 m=16 mp=0xc00a1c8308 [running]:
runtime.throw({0x6a313ba?, 0x47679d?})
\t/usr/local/go/src/runtime/panic.go:1067 +0x48 fp=0xc00cfb76b8 sp=0xc00cfb7688 pc=0x47bc88
runtime.sigpanic()
\t/usr/local/go/src/runtime/signal_unix.go:931 +0x26c fp=0xc00cfb7718 sp=0xc00cfb76b8 pc=0x47e68c`,
  // https://github.com/cilium/cilium/issues/44967
  `panic: Start or stop failed to finish on time, aborting forcefully.

goroutine 1437 [running]:
github.com/cilium/hive.(*Hive).fatalOnTimeout.func1()
\t/go/src/github.com/cilium/cilium/vendor/github.com/cilium/hive/hive.go:400 +0xe6
created by github.com/cilium/hive.(*Hive).fatalOnTimeout in goroutine 1
\t/go/src/github.com/cilium/cilium/vendor/github.com/cilium/hive/hive.go:386 +0x8c`,
];

/** kubectl port-forward, as public notes on GitHub show it (`portforward.go:424] "Unhandled Error" err=<`). */
export const KLOG_BLOCK = `E0920 20:31:20.108318   55801 portforward.go:424] "Unhandled Error" err=<
\tan error occurred forwarding 8000 -> 8000: error forwarding port 8000 to pod c3b7e53a87b8db12ef76e8e2446435c703e7d53055cd379654778cf488c40220, uid : exit status 1: 2026/09/20 20:31:20 socat[11303] W connect(5, AF=2 127.0.0.1:8000, 16): Connection refused
\t2026/09/20 20:31:20 socat[11303] E TCP4:localhost:8000: Connection refused
 >`;

/** An Event of the core API in `kubectl get events -o json`; reason and message as the kubelet gives them for the pod sandbox in KLOG. */
export const K8S_EVENT = [
  '{"apiVersion":"v1","count":5,"eventTime":null,"firstTimestamp":"2026-11-21T10:44:14Z","involvedObject":{"apiVersion":"v1","kind":"Pod","name":"p6","namespace":"default","uid":"af5087db-a5a3-46ce-b491-5803d1cdacaa"},"kind":"Event","lastTimestamp":"2026-11-21T10:45:14Z","message":"Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox","metadata":{"name":"p6.18","namespace":"default"},"reason":"FailedCreatePodSandBox","reportingComponent":"kubelet","reportingInstance":"node1","source":{"component":"kubelet","host":"node1"},"type":"Warning"}',
];

/** https://github.com/Azure/AKS/issues/1391 */
export const KERNEL = ['[6679206.082350] IPv4: martian source 10.3.128.32 from 10.3.128.219, on dev eth0'];

/** https://github.com/aws/amazon-eks-pod-identity-webhook/issues/96 */
export const GO_LOG = [
  '2020/11/25 12:17:16 http: TLS handshake error from 10.221.136.81:51822: remote error: tls: bad certificate',
];

/** https://github.com/cilium/cilium/issues/44967 */
export const SLOG =
  'time=2026-03-23T22:11:06.657919407Z level=error msg="Start hook failed" function="datapath.initDatapath.func1 (pkg/datapath/cells.go:181) (agent.datapath)" error="requirements failed: Require support for dead code elimination (Linux 5.1 or newer)"';
