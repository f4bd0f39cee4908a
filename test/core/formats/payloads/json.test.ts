import { describe, expect, it } from 'vitest';
import { fieldValue } from '../../../../src/core/entry.ts';
import { parsePayload } from '../../../../src/core/formats/payloads/index.ts';
import { MAX_FIELDS } from '../../../../src/core/formats/payloads/pairs.ts';
import * as samples from './samples.ts';

const at = (iso: string) => ({ ms: Date.parse(iso), hasYear: true, hasZone: true });

describe('JSON payloads', () => {
  it('reads klog JSON: ms, level by `v`, line end of the message', () => {
    expect(parsePayload(samples.KLOG_JSON[0]!)).toMatchObject({
      format: 'klog-json',
      time: { ms: 1795258180334.077, hasYear: true, hasZone: true },
      level: 'info',
      caller: 'app/server.go:545',
      message: 'Kubelet version',
      fields: [{ name: 'kubeletVersion', value: 'v1.36.3' }],
    });
    expect(parsePayload(samples.KLOG_JSON[1]!).message).toBe(
      'kube-aggregator: PUT "/apis/management.cattle.io/v3/settings/server-url" satisfied by nonGoRestful',
    );
    expect(parsePayload('{"ts":1795258180334.077,"caller":"x.go:1","msg":"m","err":"e"}').level).toBe(
      'error',
    );
  });

  it('reads zap JSON with times of three kinds', () => {
    expect(parsePayload(samples.ZAP_JSON[0]!)).toMatchObject({
      format: 'zap-json',
      component: 'etcd',
      level: 'warning',
      time: { ms: Date.parse('2026-11-21T10:09:14.836Z') + 0.917, hasYear: true, hasZone: true },
    });
    expect(fieldValue(parsePayload(samples.ZAP_JSON[1]!).fields, 'stacktrace')).toContain('\n\t/root/go');
    expect(parsePayload(samples.ZAP_JSON_OFFSET)).toMatchObject({
      time: at('2020-07-15T08:19:45.031Z'),
      component: undefined,
    });
    const seconds = '{"level":"info","ts":1594804785.031,"msg":"m"}';
    expect(parsePayload(seconds).time!.ms).toBeCloseTo(1594804785031, 3);
  });

  it('reads logrus JSON and unknown JSON', () => {
    expect(
      parsePayload('{"level":"error","msg":"m \\"q\\"","time":"2026-11-21T10:39:56Z","error":"e"}'),
    ).toMatchObject({
      format: 'logrus-json',
      message: 'm "q"',
      fields: [{ name: 'error', value: 'e' }],
    });
    expect(
      parsePayload(
        '{"@timestamp":"2026-11-21T10:39:56Z","message":"m","severity":"WARN","a":{"b":[1,{"c":2}],"d":null}}',
      ),
    ).toMatchObject({
      format: 'json',
      message: 'm',
      time: at('2026-11-21T10:39:56Z'),
      fields: [
        { name: 'severity', value: 'WARN' },
        { name: 'a.b', value: '1' },
        { name: 'a.b.c', value: '2' },
      ],
      level: 'warning',
    });
  });

  it('reads audit events', () => {
    const parsed = parsePayload(samples.AUDIT[0]!);
    expect(parsed).toMatchObject({
      format: 'audit',
      component: 'kube-apiserver',
      message: 'get /api/v1/nodes/node1: 401',
      time: { ms: Date.parse('2026-11-21T10:19:21.769Z') + 0.338, hasYear: true, hasZone: true },
    });
    expect(fieldValue(parsed.fields, 'responseStatus.code')).toBe('401');
    expect(fieldValue(parsed.fields, 'objectRef.resource')).toBe('nodes');
    const named = samples.AUDIT[0]!.replace('"user":{}', '"user":{"username":"system:node:node1"}');
    expect(parsePayload(named).message).toBe('get /api/v1/nodes/node1 by system:node:node1: 401');
  });

  it('reads events of the cluster', () => {
    const parsed = parsePayload(samples.K8S_EVENT[0]!);
    expect(parsed).toMatchObject({
      format: 'k8s-event',
      host: 'node1',
      component: 'kubelet',
      level: 'warning',
      time: at('2026-11-21T10:45:14Z'),
      message: expect.stringMatching(/^Failed to create pod sandbox/),
    });
    expect(fieldValue(parsed.fields, 'involvedObject.name')).toBe('p6');
    expect(fieldValue(parsed.fields, 'reason')).toBe('FailedCreatePodSandBox');
  });

  it('keeps numbers as written and printable characters that stand as numbers', () => {
    const parsed = parsePayload(
      String.raw`{"msg":"\u0041 \u003c\u0022 \u00e9 \ud83d\ude00","n":12345678901234567890,"e":1e3}`,
    );
    expect(parsed.message).toBe('\\u0041 <" é 😀');
    expect(parsed.fields).toEqual([
      { name: 'n', value: '12345678901234567890' },
      { name: 'e', value: '1e3' },
    ]);
  });

  it('keeps what stands before a cut', () => {
    const cut = samples.ZAP_JSON[1]!.slice(0, 150);
    expect(parsePayload(cut)).toMatchObject({
      format: 'zap-json',
      message: 'setting up serving from embedded etcd failed.',
    });
    expect(parsePayload('{"a":1} text').format).toBe('plain');
    expect(parsePayload('{"a":tru}').format).toBe('plain');
  });

  it('bounds depth and number of fields, and still finds what stands behind', () => {
    const wide = Array.from({ length: 5000 }, (_, i) => `"k${i}":"v${i}"`).join(',');
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const text = `{"ts":1795258180334.077,"deep":${deep},"big":{${wide}},"__proto__":{"x":1},"msg":"m","v":0}`;
    const parsed = parsePayload(text);
    expect(parsed).toMatchObject({ format: 'klog-json', message: 'm' });
    expect(parsed.fields.length).toBeLessThan(2 * MAX_FIELDS);
    expect(fieldValue(parsed.fields, '__proto__.x') ?? fieldValue(parsed.fields, '__proto__')).toContain('1');
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(parsed.fields.some((f) => f.value.includes('"v4999"'))).toBe(true);
  });
});
