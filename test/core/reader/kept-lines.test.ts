import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contextOf } from '../../../src/core/formats/context.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';
import { evidenceOf, shownMessage } from '../../../src/core/reader/evidence.ts';
import { KeptLines } from '../../../src/core/reader/kept-lines.ts';
import { LineWindow } from '../../../src/core/reader/window.ts';

const encoder = new TextEncoder();
const parser = createEntryParser(
  contextOf({ name: 'a.log', modified: Date.UTC(2026, 10, 21), head: new Uint8Array(0), timeZone: 'UTC' }),
);

/** Some of the lines are longer than what is shown of one, some longer than the reach of context, some than a piece. */
const line = fc
  .record({
    ascii: fc.constantFrom(0, 0, 62, 63, 64, 65),
    length: fc.oneof(fc.nat({ max: 40 }), fc.constantFrom(300, 1000, 1024, 1030, 2100, 4095, 4200, 9000)),
    letter: fc.constantFrom('a', 'é', ' ', '€'),
    end: fc.constantFrom('\n', '\n', '\n', '\r\n'),
  })
  .map(({ ascii, length, letter, end }) => `${'x'.repeat(ascii)}${letter.repeat(length)}${end}`);

function windowOf(text: string, base: number): LineWindow {
  const bytes = encoder.encode(text);
  const window = new LineWindow(new Uint8Array(bytes.length + 100).fill(120));
  window.bytes.set(bytes);
  window.length = bytes.length;
  window.base = base;
  return window;
}

test('what is opened later is what was to be seen then', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(0, 70_000),
      fc.boolean(),
      (lines, kept, base, ended) => {
        const text = lines.join('');
        const window = windowOf(ended ? text : text.replace(/\r?\n$/, ''), base);
        const store = new KeptLines(parser);
        const both = kept.map((at) => {
          const start = encoder.encode(lines.slice(0, at % lines.length).join('')).length;
          const end = window.lineEnd(start);
          const origin = { source: 'a.log', line: at, offset: base + start };
          const message = shownMessage(parser.parse([window.line(start, end)]));
          return {
            at: { ...origin, time: 5 },
            now: evidenceOf(window, { span: { start, end }, time: 5, message }, origin),
            later: store.keep({ start, end, message: undefined }),
            bare: store.keep({ start, end, message: undefined }, true),
          };
        });
        store.pack(window);
        window.bytes.fill(0);
        for (const { at, now, later, bare } of both) {
          expect(later.open(at)).toStrictEqual(now);
          const alone = { ...now, before: [], after: [] };
          expect(bare.open(at)).toStrictEqual(alone);
          expect(later.bare().open(at)).toStrictEqual(alone);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('what was not packed is not opened', () => {
  const at = { source: 'a.log', line: 1, offset: 0, time: 5 };
  const kept = new KeptLines(parser).keep({ start: 0, end: 5, message: undefined });
  expect(() => kept.open(at)).toThrow(/packed/);
});
