import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUtf16Decoder, sniff } from '../../../src/core/formats/sniff.ts';
import * as samples from './payloads/samples.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const shape = (text: string) => sniff(bytes(text)).shape;

/** Seeded noise: the same bytes in each run. */
function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

function utf16(text: string, little: boolean, mark = true): Uint8Array {
  const view = new DataView(new ArrayBuffer((text.length + (mark ? 1 : 0)) * 2));
  if (mark) view.setUint16(0, 0xfeff, little);
  for (let i = 0; i < text.length; i++) view.setUint16((i + (mark ? 1 : 0)) * 2, text.charCodeAt(i), little);
  return new Uint8Array(view.buffer);
}

describe('sniff', () => {
  it('takes logs of all payloads for lines', () => {
    for (const lines of Object.values(samples)) {
      const text = typeof lines === 'string' ? lines : lines.join('\n');
      expect([text, shape(`${text}\n`)]).toEqual([text, 'lines']);
      expect([text, shape(text.slice(0, 60))]).toEqual([text, 'lines']);
    }
  });

  it('takes what journalctl prints for lines, but for export', () => {
    expect(shape('{\n\t"__CURSOR" : "s=1",\n\t"MESSAGE" : "m"\n}\n{\n')).toBe('lines');
    expect(shape('{\n\t"_PID" : "1",\n\t"__REALTIME_TIMESTAMP" : "1",\n\t"MESSAGE" : "m"\n}\n')).toBe(
      'lines',
    );
    expect(shape('\u001E{"__CURSOR":"s"}\n')).toBe('lines');
    expect(shape('data: {"__CURSOR":"s"}\n\n')).toBe('lines');
    expect(shape('Sat 2026-11-21 10:39:56.000000 UTC [s=1;i=1]\n    MESSAGE=m\n')).toBe('lines');
    expect(shape('__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nMESSAGE=m\n\n')).toBe('export');
    expect(shape('_BOOT_ID=1\nMESSAGE=m\n__REALTIME_TIMESTAMP=17\n\n')).toBe('export');
    expect(shape('PATH=/bin\nHOME=/root\n')).toBe('lines');
  });

  it('tells JSON documents from JSON lines', () => {
    for (const text of [
      '[\n  {"a": 1}\n]\n',
      '[{"a":1},{"b":2}]',
      '{\n    "apiVersion": "v1",\n    "items": [\n',
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{"level":"Metadata"}]}\n',
      '{\n  "level": "error",\n  "msg": "m"\n}\n{\n  "level": "info"\n}\n',
      '{"a":1}{"b":2}\n',
      '\uFEFF[{"a":1}]',
    ]) {
      expect([text, shape(text)]).toEqual([text, 'json-documents']);
    }
    for (const text of [
      '{"a":1}\n{"b":2}\n',
      '{"a":"cut\n{"b":1}\n',
      '{foo} bar\n',
      '[ERROR] x\n',
      '[ 12.5] x\n',
      '[]',
      '{',
      '{"a":"b',
    ]) {
      expect([text, shape(text)]).toEqual([text, 'lines']);
    }
  });

  it('names what is no text', () => {
    expect(sniff(gzipSync('text'))).toEqual({ shape: 'binary', reason: 'gzip' });
    expect(sniff(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16)).reason).toBe('a JPEG image');
    expect(sniff(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)).reason).toBe('a PNG image');
    expect(sniff(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1)).reason).toBe('an ELF program');
    expect(sniff(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4)).reason).toBe('zstd');
    expect(sniff(bytes('LPKSHHRH\0\0')).reason).toBe('a systemd journal file');
    for (let seed = 1; seed < 20; seed++) expect(sniff(noise(4096, seed)).shape).toBe('binary');
    expect(sniff(new Uint8Array(0)).shape).toBe('empty');
  });

  it('forgives bad bytes, zeros and other encodings', () => {
    const log = bytes(`${samples.KLOG.join('\n')}\n`.repeat(20));
    const spoilt = Uint8Array.from(log, (byte, i) => (i % 50 === 0 ? 0xff : i % 71 === 0 ? 0 : byte));
    expect(sniff(spoilt).shape).toBe('lines');
    const hole = new Uint8Array(60_000);
    hole.set(log.subarray(0, 4000), 50_000);
    expect(sniff(hole).shape).toBe('lines');
    const gbk = Uint8Array.from({ length: 4000 }, (_, i) => (i % 40 === 39 ? 10 : 0xb0 + (i % 60)));
    expect(sniff(gbk).shape).toBe('lines');
    expect(shape('x'.repeat(1 << 20))).toBe('lines');
  });

  it('knows UTF-16, with its mark and without', () => {
    const text = 'Nov 21 10:39:56 node1 k3s[1]: message\n';
    for (const little of [true, false]) {
      const name = little ? 'utf-16le' : 'utf-16be';
      for (const mark of [true, false]) expect(sniff(utf16(text, little, mark)).shape).toBe(name);
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (head) => {
        expect(sniff(head).reason).not.toBe('');
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '[', '"', '\\', '\n', ':', ',', 'items', '}') }),
        (text) => void shape(text),
      ),
    );
  });
});

describe('UTF-16', () => {
  it('gives the same UTF-8 whatever the pieces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        (text, little, size) => {
          const input = utf16(text, little);
          const decoder = createUtf16Decoder(little ? 'utf-16le' : 'utf-16be');
          const out: number[] = [];
          for (let at = 0; at < input.length; at += size)
            out.push(...decoder.push(input.subarray(at, at + size)));
          out.push(...decoder.end());
          expect(Uint8Array.from(out)).toEqual(bytes(text));
        },
      ),
    );
  });
});
