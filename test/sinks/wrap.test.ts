import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns } from '../../src/core/text/width.ts';
import { hanging, pad, wrap, wrapParts } from '../../src/sinks/terminal/wrap.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'bc', ' ', '漢', 'é', '-'), maxLength: 200 });

describe('wrap', () => {
  test('loses nothing and keeps to the width', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 8, max: 60 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('breaks at spaces, within a word only when it must', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghijkl', 8)).toEqual(['abcdefgh', 'ijkl']);
    expect(wrap('证书已经过期了吗', 8)).toEqual(['证书已经', '过期了吗']);
    expect(wrap('', 8)).toEqual(['']);
  });
});

test('wrapParts breaks between parts only', () => {
  expect(wrapParts(['one two', '', 'three four', 'five'], ' | ', 20)).toEqual([
    'one two | three four',
    'five',
  ]);
});

test('pad and hanging count columns, not characters', () => {
  expect(pad('证书', 6)).toBe('证书  ');
  expect(hanging('a: ', 'one two three', 11)).toEqual(['a: one two', '   three']);
});
