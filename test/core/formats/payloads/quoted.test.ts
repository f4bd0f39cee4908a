import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldValue } from '../../../../src/core/entry.ts';
import { parsePayload } from '../../../../src/core/formats/payloads/index.ts';

/** Slow and obvious: Go's strconv.Quote. */
function goQuote(text: string): string {
  const named: Record<string, string> = {
    '\u0007': 'a',
    '\b': 'b',
    '\f': 'f',
    '\n': 'n',
    '\r': 'r',
    '\t': 't',
    '\v': 'v',
    '"': '"',
    '\\': '\\',
  };
  const quoted = Array.from(text, (c) => {
    const code = c.codePointAt(0)!;
    if (named[c] !== undefined) return `\\${named[c]}`;
    if (code < 32 || code === 127) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (code >= 32 && code < 127) return c;
    if (code > 0xffff) return code % 2 ? c : `\\U${code.toString(16).padStart(8, '0')}`;
    return code % 2 ? c : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${quoted.join('')}"`;
}

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', '\n', '<', '>', '=', ' ', 'x', '\u0001', 'é'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});
/** Go's strings are UTF-8: no lone surrogates. */
const whole = text.filter((t) => !/\p{Surrogate}/u.test(t));

describe('quoting', () => {
  it('gives back what Go quoted, in klog and logrus', () => {
    fc.assert(
      fc.property(whole, whole, (message, value) => {
        const klog = parsePayload(
          `E0401 17:22:36.857055    1020 file.go:64] ${goQuote(message)} k=${goQuote(value)} z="1"`,
        );
        expect([klog.message, fieldValue(klog.fields, 'k'), fieldValue(klog.fields, 'z')]).toEqual([
          message,
          value,
          '1',
        ]);
        const logrus = parsePayload(
          `time="2026-11-21T10:39:56Z" level=info msg=${goQuote(message)} k=${goQuote(value)} z=1`,
        );
        expect([logrus.message, fieldValue(logrus.fields, 'k'), fieldValue(logrus.fields, 'z')]).toEqual([
          message,
          value,
          '1',
        ]);
      }),
    );
  });

  it('gives back what JSON wrote', () => {
    fc.assert(
      fc.property(whole, whole, (key, value) => {
        const name = `k${key}`;
        const parsed = parsePayload(
          JSON.stringify({ level: 'info', ts: '2026-11-21T10:39:56Z', msg: `m${value}`, [name]: value }),
        );
        expect(parsed.message.trimEnd()).toBe(`m${value}`.trimEnd());
        expect(fieldValue(parsed.fields, name)).toBe(value);
      }),
    );
  });

  it('decodes nothing that the raw text does not hold: the scanner finds every literal of a decoded text', () => {
    const escape = fc.constantFrom(
      '\\u0041',
      '\\x41',
      '\\101',
      '\\"',
      '\\\\',
      '\\n',
      'A',
      'b',
      ' ',
      '\\u003c',
      '\\q',
      '"',
      '=',
      '{',
      '}',
      '[',
      ':',
      ',',
      '1',
      '<',
      '\n',
      '\t',
    );
    const heads = fc.constantFrom(
      'E0401 17:22:36.857055 1020 file.go:64] "',
      'time="2026-11-21T10:39:56Z" level=info msg="',
      '{"msg":"',
      '{"level":"info","ts":"2026-11-21T10:39:56Z","a":',
      '[ERROR] ',
    );
    fc.assert(
      fc.property(heads, fc.array(escape, { maxLength: 60 }), (head, body) => {
        const raw = head + body.join('');
        const { message, fields } = parsePayload(raw);
        for (const decoded of [message, ...fields.map((f) => f.value)]) {
          for (const literal of decoded.split(/["'\\<>&/]|[^ -~]/)) expect(raw).toContain(literal);
        }
      }),
    );
  });

  it('never throws, on any text', () => {
    const starts = fc.constantFrom(
      '',
      'E0401 17:22:36.857055 1020 file.go:64] ',
      'time="',
      '{',
      '[',
      '2021/09/01 09:24:20 ',
      '\u001B[31mERRO',
      'goroutine 1 [',
    );
    fc.assert(
      fc.property(starts, fc.string({ unit: 'binary' }), (start, rest) => {
        expect(typeof parsePayload(start + rest).message).toBe('string');
      }),
    );
  });
});
