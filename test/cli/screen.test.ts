import { describe, expect, test } from 'vitest';
import { usesColor, usesUnicode, widthOf } from '../../src/cli/screen.ts';

const TTY = { isTTY: true, columns: 132 };

describe('colour', () => {
  test.each([
    ['a terminal', undefined, TTY, {}, true],
    ['a pipe', undefined, {}, {}, false],
    ['a dumb terminal', undefined, TTY, { TERM: 'dumb' }, false],
    ['NO_COLOR', undefined, TTY, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR does not count', undefined, TTY, { NO_COLOR: '' }, true],
    ['NO_COLOR before FORCE_COLOR', undefined, {}, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR', undefined, {}, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', undefined, TTY, { FORCE_COLOR: '0' }, false],
    ['--color always before NO_COLOR', 'always', {}, { NO_COLOR: '1' }, true],
    ['--color never before FORCE_COLOR', 'never', TTY, { FORCE_COLOR: '1' }, false],
    ['--color auto', 'auto', TTY, {}, true],
  ] as const)('%s', (...[, choice, outlet, env, expected]) => {
    expect(usesColor(choice, outlet, env)).toBe(expected);
  });
});

test('width: the flag, else the terminal, else 100', () => {
  expect(widthOf('72', TTY)).toBe(72);
  expect(widthOf(undefined, TTY)).toBe(132);
  expect(widthOf(undefined, {})).toBe(100);
  expect(widthOf(undefined, { isTTY: true, columns: 8 })).toBe(40);
  for (const wrong of ['0', '39', 'wide', '-80', '80.5', '100000'])
    expect(() => widthOf(wrong, TTY)).toThrow(/--width/);
});

test('Unicode by the locale', () => {
  expect(usesUnicode({ LANG: 'de_DE.UTF-8' }, 'linux')).toBe(true);
  expect(usesUnicode({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'linux')).toBe(false);
  expect(usesUnicode({ LC_ALL: '', LC_CTYPE: 'C.utf8' }, 'linux')).toBe(true);
  expect(usesUnicode({}, 'linux')).toBe(false);
  expect(usesUnicode({}, 'darwin')).toBe(true);
  expect(usesUnicode({ TERM: 'dumb', LANG: 'C.UTF-8' }, 'linux')).toBe(false);
});
