import { describe, expect, test } from 'vitest';
import { formatBytes, formatDuration, rfc3339 } from '../../../src/core/text/amounts.ts';
import { cut, own } from '../../../src/core/text/own.ts';
import { visible } from '../../../src/core/text/visible.ts';
import { columns, truncate } from '../../../src/core/text/width.ts';

describe('visible', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\rb\bc\u0007d\u0000', 'a\\x0db\\x08c\\x07d\\x00'],
    ['\u009b2J', '\\x9b2J'],
    ['a\u202eb\u2066c\u200fd\u061ce', 'a\\u{202e}b\\u{2066}c\\u{200f}d\\u{061c}e'],
    ['\ufeffzero\u200bwidth\u2028line', '\\u{feff}zero\\u{200b}width\\u{2028}line'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['half \ud83d pair', 'half \\u{d83d} pair'],
    ['证书已过期 😀 é', '证书已过期 😀 é'],
  ])('%j', (text, shown) => expect(visible(text)).toBe(shown));

  test('tabs and line ends stay only when asked for', () => {
    expect(visible('a\tb\nc')).toBe('a\\x09b\\x0ac');
    expect(visible('a\tb\nc', { tab: true })).toBe('a\tb\\x0ac');
    expect(visible('a\tb\nc', { newline: true })).toBe('a\\x09b\nc');
  });

  test('no control, bidi or invisible character is left of all there are', () => {
    const codes = Array.from({ length: 0x110000 }, (_, code) => code);
    const unsafe = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;
    expect(codes.filter((code) => unsafe.test(visible(String.fromCodePoint(code))))).toEqual([]);
  });
});

describe('width', () => {
  test('wide characters take two columns, marks none', () => {
    expect(columns('节点 node')).toBe(9);
    expect(columns('e\u0301')).toBe(1);
    expect(columns('😀')).toBe(2);
  });

  test.each([
    ['certificate', 11, 'certificate'],
    ['certificate', 5, 'cert…'],
    ['证书已过期', 6, '证书…'],
    ['证书已过期', 10, '证书已过期'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s in %i', (text, width, shown) => {
    expect(truncate(text, width)).toBe(shown);
    expect(columns(truncate(text, width))).toBeLessThanOrEqual(width);
  });
});

describe('amounts', () => {
  test('rfc3339', () => {
    expect(rfc3339(1_583_428_956_123.7)).toBe('2020-03-05T17:22:36.123Z');
    expect(rfc3339(-1)).toBe('1969-12-31T23:59:59.999Z');
    expect(rfc3339(1e20)).toBe('9999-12-31T23:59:59.999Z');
    expect(rfc3339(-1e20)).toBe('0000-01-01T00:00:00.000Z');
  });

  test.each([
    [0, '0 ms'],
    [850.9, '850 ms'],
    [2000, '2 s'],
    [185_000, '3 min 5 s'],
    [7_200_000, '2 h'],
    [273_600_000, '3 d 4 h'],
    [86_400_000 * 400, '400 d'],
  ])('%d ms', (ms, text) => expect(formatDuration(ms)).toBe(text));

  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [1_048_575, '1.0 MiB'],
    [524_288_000, '500 MiB'],
    [3 * 2 ** 30, '3.0 GiB'],
  ])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

test('cut does not halve a surrogate pair, own keeps the text', () => {
  expect(cut('ab😀', 3)).toBe('ab');
  expect(cut('ab😀', 4)).toBe('ab😀');
  expect(own('half \ud83d and 证书 and more text')).toBe('half \ud83d and 证书 and more text');
});
