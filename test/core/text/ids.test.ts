import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blankIds } from '../../../src/core/reader/blanked.ts';
import { hasId, idsIn } from '../../../src/core/text/ids.ts';

const piece = fc.oneof(
  fc.constantFrom('7c1e', '-', 'pod', '0', ' ', 'g', 'F', 'é', '/', 'deadbeef'),
  fc.stringMatching(/^[0-9a-f-]{31,70}$/),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const ID = /[0-9a-f-]{32,}/g;

test('ids are runs of at least 32 hexadecimal digits and hyphens, as long as they are', () => {
  fc.assert(
    fc.property(text, (line) => {
      const expected = [...line.matchAll(ID)].map(({ 0: id, index }) => ({
        from: index,
        to: index + id.length,
      }));
      expect(idsIn(line)).toEqual(expected);
      expect(hasId(line)).toBe(expected.length > 0);
    }),
    { numRuns: 500 },
  );
});

test('a blanked copy has a 0 for each digit of an id', () => {
  fc.assert(
    fc.property(text, fc.nat({ max: 5 }), (line, from) => {
      const bytes = Buffer.from('x'.repeat(from) + line);
      const copy = new DataView(new ArrayBuffer(bytes.length));
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      expect(blankIds(view, from, bytes.length, copy)).toBe(hasId(line));
      if (!hasId(line)) return;
      const blanked = line.replace(ID, (id) => id.replace(/[^-]/g, '0'));
      expect(Buffer.from(copy.buffer, 0, bytes.length - from).toString()).toBe(blanked);
    }),
    { numRuns: 500 },
  );
});
