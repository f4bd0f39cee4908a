import { describe, expect, it } from 'vitest';
import { fieldValue } from '../../../../src/core/entry.ts';
import { parsePayload, PAYLOAD_NAMES, PAYLOADS } from '../../../../src/core/formats/payloads/index.ts';
import * as samples from './samples.ts';

const at = (iso: string) => ({ ms: Date.parse(iso), hasYear: true, hasZone: true });
const local = (iso: string) => ({ ms: Date.parse(`${iso}Z`), hasYear: true, hasZone: false });

describe('klog text', () => {
  it('reads the old free text', () => {
    const parsed = parsePayload(samples.KLOG[1]!);
    expect(parsed).toMatchObject({
      format: 'klog',
      level: 'error',
      caller: 'kubelet_node_status.go:92',
      message: 'Unable to register node "node30" with API server: Unauthorized',
      fields: [],
      time: { ms: Date.parse('1972-09-01T09:24:21.179Z') + 0.746, hasYear: false, hasZone: false },
    });
  });

  it('undoes three levels of quotes in a structured message one by one', () => {
    const { message, fields } = parsePayload(samples.KLOG[2]!);
    expect(message).toBe('Error syncing pod, skipping');
    expect(fields.map((f) => f.name)).toEqual(['err', 'pod', 'podUID']);
    expect(fieldValue(fields, 'pod')).toBe('default/p6');
    expect(fieldValue(fields, 'err')).toContain(
      'CreatePodSandboxError: "Failed to create sandbox for pod \\"p6_default(',
    );
  });

  it('reads empty values and values without quotes', () => {
    expect(parsePayload(samples.KLOG[3]!).fields).toEqual([
      { name: 'GOGC', value: '' },
      { name: 'GOMAXPROCS', value: '' },
      { name: 'GOTRACEBACK', value: '' },
    ]);
    const line =
      'I1121 11:29:46.224064   22708 x.go:1] "m" cgroupRoot=["q k"] err=<nil> d=1.2s ip=map[IPv4:10.0.0.1] id={Type:containerd ID:12 b} now=2026-11-21 10:09:14 +0000 UTC ok="a b"';
    expect(parsePayload(line).fields.map((f) => `${f.name}|${f.value}`)).toEqual([
      'cgroupRoot|["q k"]',
      'err|<nil>',
      'd|1.2s',
      'ip|map[IPv4:10.0.0.1]',
      'id|{Type:containerd ID:12 b}',
      'now|2026-11-21 10:09:14 +0000 UTC',
      'ok|a b',
    ]);
  });

  it('reads a block of several lines and what follows it', () => {
    const { message, fields } = parsePayload(`${samples.KLOG_BLOCK} logger="x"`);
    expect(message).toBe('Unhandled Error');
    expect(fieldValue(fields, 'err')).toMatch(
      /^an error occurred[^\n]*\n2026\/09\/20[^\n]*Connection refused$/,
    );
    expect(fieldValue(fields, 'logger')).toBe('x');
  });

  it('keeps free text that only begins with a quote', () => {
    const line = 'E0901 09:24:20.953854    1399 x.go:1] "node30" not found';
    expect(parsePayload(line).message).toBe('"node30" not found');
  });

  it('knows February 29', () => {
    const { time } = parsePayload('I0229 00:00:00.000000       1 x.go:1] text');
    expect(new Date(time!.ms).getUTCMonth()).toBe(1);
  });
});

describe('logrus', () => {
  it('reads quoted and bare messages, with fields', () => {
    expect(parsePayload(samples.LOGRUS[0]!)).toMatchObject({
      format: 'logrus',
      level: 'info',
      time: at('2026-11-21T10:39:57Z'),
      fields: [],
      message: expect.stringContaining("contents of '/etc/rancher/node/password' may not match"),
    });
    const bare = parsePayload(samples.LOGRUS[1]!);
    expect(bare.message).toBe('Starting');
    expect(bare.fields).toContainEqual({ name: 'logger', value: 'k3s' });
    expect(parsePayload(samples.LOGRUS[3]!).message).toBe(
      'loading plugin "io.containerd.content.v1.content"...',
    );
    const event = parsePayload(samples.LOGRUS[4]!);
    expect(fieldValue(event.fields, 'apiVersion')).toBe('');
    expect(fieldValue(event.fields, 'message')).toMatch(/^Node and Certificate/);
  });

  it('reads a line whose start was lost', () => {
    const line = `level=error msg="Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server nod`;
    expect(parsePayload(line)).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/^Node password.*server nod$/),
    });
  });

  it('reads the form for terminals', () => {
    const [dated, relative, fatal] = samples.LOGRUS_TTY.map((line) => parsePayload(line));
    expect(dated).toMatchObject({ message: 'Starting k3s v1.0.1 (e94a3c60)', level: 'info' });
    expect(dated!.time!.hasZone).toBe(true);
    expect(relative).toMatchObject({ level: 'error', time: undefined, fields: [] });
    expect(fatal!.level).toBe('fatal');
    const coloured = parsePayload(
      `\u001B[31mERRO\u001B[0m[0049] ${'Cluster creation FAILED'.padEnd(44)} \u001B[31merror\u001B[0m="no \\"x\\""`,
    );
    expect(coloured).toMatchObject({
      message: 'Cluster creation FAILED',
      fields: [{ name: 'error', value: 'no "x"' }],
    });
  });

  it('reads cilium', () => {
    expect(parsePayload(samples.LOGFMT[1]!)).toMatchObject({ format: 'logfmt', level: 'fatal' });
    const slog = parsePayload(samples.SLOG);
    expect(slog).toMatchObject({ format: 'logfmt', level: 'error', message: 'Start hook failed' });
    expect(slog.time!.ms).toBeCloseTo(Date.parse('2026-03-23T22:11:06.657Z') + 0.919, 2);
    const named = samples.SLOG.replace(
      ' msg=',
      ' source=/go/src/github.com/cilium/cilium/daemon/cmd/daemon.go:42 msg=',
    );
    expect(parsePayload(named).caller).toBe('daemon.go:42');
  });
});

describe('other texts', () => {
  it('reads capnslog', () => {
    expect(parsePayload(samples.CAPNSLOG[0]!)).toMatchObject({
      format: 'capnslog',
      component: 'etcd',
      level: 'warning',
      time: { ms: Date.parse('2018-10-11T08:36:19.724Z') + 0.999, hasYear: true, hasZone: false },
      message: expect.stringMatching(/^etcdserver: read-only range request "key:/),
    });
  });

  it('reads Rancher, Go log, Calico, CoreDNS, zap console, kernel', () => {
    expect(parsePayload(samples.RANCHER[0]!)).toMatchObject({
      format: 'rancher',
      level: 'error',
      time: local('2020-12-21T21:55:40'),
      message: expect.stringMatching(/^error syncing/),
    });
    expect(parsePayload(samples.GO_LOG[0]!)).toMatchObject({
      format: 'go-log',
      message: 'http: TLS handshake error from 10.221.136.81:51822: remote error: tls: bad certificate',
    });
    expect(parsePayload('2021/09/01 09:24:20.123456 main.go:12: text')).toMatchObject({
      caller: 'main.go:12',
      message: 'text',
    });
    expect(parsePayload(samples.CALICO[0]!)).toMatchObject({
      format: 'calico',
      level: 'error',
      caller: 'ipsets.go:257',
      message: 'Failed to update IP sets. error=exit status 1 family="inet"',
    });
    expect(parsePayload(samples.COREDNS[0]!)).toMatchObject({
      format: 'coredns',
      level: 'error',
      component: 'coredns',
    });
    const zap = parsePayload(samples.ZAP_CONSOLE[0]!);
    expect(zap).toMatchObject({
      format: 'zap-console',
      level: 'error',
      time: at('2020-06-18T08:04:48.756Z'),
    });
    expect(fieldValue(zap.fields, 'error')).toContain('"test-ent-config-ref-jbgc": the object');
    expect(parsePayload(samples.KERNEL[0]!)).toMatchObject({
      format: 'kernel',
      component: 'kernel',
      message: 'IPv4: martian source 10.3.128.32 from 10.3.128.219, on dev eth0',
    });
    expect(parsePayload('<4>[ 3725.131094] text').level).toBe('warning');
  });

  it('leaves the rest as it is', () => {
    for (const text of [
      '',
      ' ',
      '[ERROR',
      '{',
      '[x] y',
      '2021/',
      'I0',
      'panic',
      'time',
      '\u001B[',
      '<4>',
      '{"a":',
    ]) {
      expect(parsePayload(text)).toMatchObject({ format: 'plain', message: text });
    }
  });

  it('reads an indented line as it reads the line', () => {
    expect(parsePayload(`   ${samples.KLOG[1]}`)).toEqual(parsePayload(samples.KLOG[1]!));
  });
});

describe('the list', () => {
  it('names each format once, and takes a forced one', () => {
    expect(new Set(PAYLOAD_NAMES).size).toBe(PAYLOADS.length);
    expect(parsePayload(samples.LOGRUS[0]!, 'klog').format).toBe('plain');
    expect(parsePayload(samples.KLOG[0]!, 'klog').format).toBe('klog');
    expect(parsePayload(samples.KLOG[0]!, 'plain').message).toBe(samples.KLOG[0]);
  });
});
