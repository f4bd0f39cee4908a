import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePayload } from '../../src/core/formats/payloads/index.ts';
import type { RecordLine } from '../../src/core/formats/records.ts';
import { createJsonFramer } from '../../src/sources/json-documents.ts';
import { AUDIT, K8S_EVENT } from '../core/formats/payloads/samples.ts';

const encoder = new TextEncoder();

function frame(text: string, sizes: readonly number[] = []) {
  const bytes = encoder.encode(text);
  const framer = createJsonFramer('x.json');
  const records: RecordLine[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes.length === 0 ? bytes.length : sizes[i % sizes.length]!;
    records.push(...framer.push(bytes.subarray(at, at + size)));
    at += size;
  }
  records.push(...framer.end());
  return { records, problems: framer.problems, lines: framer.lines };
}

const texts = (text: string) => frame(text).records.map((record) => record.text);
const event = JSON.parse(K8S_EVENT[0]!) as object;
const audit = JSON.parse(AUDIT[0]!) as object;

/** What `kubectl get events -o json` prints. */
const list = `${JSON.stringify({ apiVersion: 'v1', items: [event, event], kind: 'List', metadata: { resourceVersion: '' } }, null, 4)}\n`;

describe('JSON documents', () => {
  it('takes the items of a list one by one, each with its place', () => {
    const { records, problems, lines } = frame(list);
    expect(records.map((r) => r.text)).toEqual([JSON.stringify(event), JSON.stringify(event)]);
    expect(problems).toEqual([]);
    expect(lines).toBe(list.split('\n').length - 1);
    for (const { line, offset } of records) {
      expect(list[offset]).toBe('{');
      expect(list.slice(0, offset).split('\n').length).toBe(line);
    }
    expect(parsePayload(records[0]!.text)).toMatchObject({ format: 'k8s-event', host: 'node1' });
  });

  it('takes arrays, single objects, documents back to back', () => {
    const compact = JSON.stringify(audit);
    expect(texts(JSON.stringify([audit, audit]))).toEqual([compact, compact]);
    expect(texts(JSON.stringify([audit, audit], null, 2))).toEqual([compact, compact]);
    expect(texts(JSON.stringify(audit, null, '\t'))).toEqual([compact]);
    expect(texts(`${compact}${compact}\n${JSON.stringify(audit, null, 2)}`)).toEqual([
      compact,
      compact,
      compact,
    ]);
    expect(
      texts(
        JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: [audit] }),
      ),
    ).toEqual([compact]);
    expect(texts('{"items":[],"kind":"List"}\n[]\n')).toEqual(['{"items":[],"kind":"List"}']);
    expect(texts('{"apiVersion":"v1","items":[],"kind":"List"}')).toEqual([]);
  });

  it('does not take any object with items for a list', () => {
    expect(texts('{\n "level": "error",\n "items": [{"a": 1}]\n}')).toEqual([
      '{"level":"error","items":[{"a":1}]}',
    ]);
  });

  it('keeps numbers and strange keys as they are', () => {
    const text =
      '{"n":12345678901234567890,"e":1E3,"f":1.10,"__proto__":{"x":[true,false,null]},"s":"\\u0000\\"é"}';
    expect(texts(`[ ${text} ]`)).toEqual([text]);
  });

  it('gives lines between the documents as they are', () => {
    const text = '{\n "a": 1\n}\nE0408 15:34:25.194226    3969 x.go:1] {text}\r\n[{"b":2}]\n';
    expect(frame(text)).toMatchObject({
      records: [
        { text: '{"a":1}', line: 1 },
        { text: 'E0408 15:34:25.194226    3969 x.go:1] {text}', line: 4 },
        { text: '{"b":2}', line: 5 },
      ],
      problems: [],
    });
  });

  it('names the place of a broken record, keeps its start and reads the others', () => {
    const { records, problems } = frame('[\n {"a": 1},\n {"b": "x", "c" 2},\n {"d": 3}\n]\n');
    expect(records.map((r) => r.text)).toEqual(['{"a":1}', '{"b": "x", "c"', '{"d":3}']);
    expect(problems).toMatchObject([
      { code: 'INPUT_JSON_BROKEN', place: { file: 'x.json', line: 3, column: 17 } },
    ]);
  });

  it.each([
    ['a missing bracket', '{"a":[1,2}\n{"b":1}\n', '{"b":1}'],
    ['a missing quote', '{"a":"x\n}\n{"b":1}\n', '{"b":1}'],
    ['a missing end', '{"a":{"x":1}\n{"b":1}\n', '{"b":1}'],
    ['an end too many', '{"a":1}}\n{"b":1}\n', '{"b":1}'],
    ['a bad escape', '{"a":"\\q"}\n{"b":1}\n', '{"b":1}'],
  ])('goes on behind %s', (_, text, next) => {
    expect(texts(text)).toContain(next);
  });

  it('says that the input was cut, and keeps what came before', () => {
    for (let cut = 1; cut < list.length - 1; cut += 7) {
      const { records, problems } = frame(list.slice(0, cut));
      expect(problems.map((p) => p.code)).toEqual(['INPUT_JSON_BROKEN']);
      for (const whole of records.slice(0, -1)) expect(whole.text).toBe(JSON.stringify(event));
    }
  });

  it('gives the same whatever the pieces', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\n',
      ' ',
      '\\',
      '1',
      '"a":',
      '"items":[',
      '"kind":"List",',
      'é',
      '{"x":1}',
      'text',
    );
    const input = fc.oneof(
      fc.constant(list),
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(input, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (text, sizes) => {
        expect(frame(text, sizes)).toEqual(frame(text));
      }),
    );
  });

  it('gives back any JSON', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), { minLength: 1 }),
        fc.nat(4),
        (objects, indent) => {
          const parsed = texts(JSON.stringify(objects, null, indent)).map(
            (text) => JSON.parse(text) as unknown,
          );
          expect(parsed).toEqual(JSON.parse(JSON.stringify(objects)));
        },
      ),
    );
  });

  it('bounds what it holds', () => {
    const { records, problems } = frame(`[{"a":"${'x'.repeat(9 << 20)}"},{"b":1}]`, [1 << 16]);
    expect(records.map((r) => r.text.length < 5 << 20)).toEqual([true, true]);
    expect(records[1]!.text).toBe('{"b":1}');
    expect(problems).toMatchObject([{ code: 'INPUT_LINE_CUT', place: { line: 1, column: 2 } }]);
    expect(frame('['.repeat(3 << 20), [1 << 16]).records).toEqual([]);
    expect(frame('{"a":'.repeat(1 << 18), [1 << 16]).records).toHaveLength(1);
  });
});
