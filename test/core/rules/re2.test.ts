import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { re2Literals } from '../../../src/core/rules/re2/literals.ts';
import { compileRe2 } from '../../../src/core/rules/re2/machine.ts';
import { Re2Error } from '../../../src/core/rules/re2/syntax.ts';

const finds = (regex: string, text: string): boolean => compileRe2(regex)(text);

describe('RE2 syntax', () => {
  test.each([
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['^b', 'a\nb', false],
    ['(?m)^b$', 'a\nb\nc', true],
    [String.raw`\Ab\z`, 'b', true],
    ['(?i)straße|[a-c]x', 'STRAßE', true],
    ['(?i:a)b', 'Ab', true],
    ['(?i:a)b', 'AB', false],
    ['((?i)a)b', 'AB', false],
    [String.raw`\Qa.b\E+`, 'a.bb', true],
    [String.raw`\Qa.b\E`, 'axb', false],
    ['[[:digit:]_-]+x', '-3_x', true],
    ['[^[:space:]]x', ' x', false],
    ['[]a]b', ']b', true],
    [String.raw`[\d\]]z`, ']z', true],
    ['x{2,3}y', 'xy', false],
    ['x{2,3}y', 'xxxxy', true],
    ['x{,3}', 'x{,3}', true],
    ['a{', 'a{', true],
    ['a]}', 'a]}', true],
    [String.raw`\bword\b`, 'a word.', true],
    [String.raw`\bword\b`, 'swords', false],
    [String.raw`a\Bb`, 'ab', true],
    [String.raw`\x41\x{1F600}\n`, 'A😀\n', true],
    ['(?P<name>a)(?<other>b)(?:c)', 'abc', true],
    ['.', '😀', true],
    ['^.$', '😀', true],
    ['a**?b', 'aab', true],
    ['(a*)*b', 'aaab', true],
    ['(|a)b', 'b', true],
    ['', 'x', true],
  ])('%j in %j: %j', (regex, text, found) => {
    expect(finds(regex, text)).toBe(found);
  });

  test.each(['(a', 'a)', '[a', '*a', 'a{3,2}', 'a{1001}', '(?=a)', String.raw`\1`, String.raw`\pL`, 'a\\', '[z-a]', '((a{1000}){1000}){9}'])(
    '%j is refused',
    (regex) => {
      expect(() => compileRe2(regex)).toThrow(Re2Error);
    },
  );
});

/** What RE2 and JavaScript mean alike. */
const regex = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', String.raw`\d`, String.raw`\b`, '^', '$', ''),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}')).map(([a, times]) => `(?:${a})${times}`),
  ),
})).node;
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'é', '😀'), maxLength: 12 });

test('finds what JavaScript finds', () => {
  fc.assert(
    fc.property(regex, text, (regex, text) => {
      expect(finds(regex, text)).toBe(new RegExp(regex, 'u').test(text));
    }),
    { numRuns: 2000 },
  );
});

test('each match holds one of the literals', () => {
  const word = fc.constantFrom('connection', 'refused by', 'peer number', 'x', '.*', '(?:timeout now|gave up at)', '[0-9]+');
  const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  const samples = fc.array(fc.constantFrom('connection', 'refused by', 'peer number', 'x', 'timeout now', 'gave up at', '7'), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(words, samples, (regex, parts) => {
      const sample = parts.join('');
      const literals = re2Literals(regex);
      fc.pre(literals !== undefined && finds(regex, sample));
      expect(literals.some((literal) => sample.includes(literal))).toBe(true);
    }),
  );
});

test.each([
  ['.*Connection refused.*', ['Connection refused']],
  ['(connection refused|no route to host)', ['connection refused', 'no route to host']],
  ['(a|connection refused)', undefined],
  ['(?i)connection refused', undefined],
  ['(connection refused)?', undefined],
  ['(connection refused){2}', ['connection refused']],
  ['short.+text', undefined],
])('literals of %j', (regex, literals) => {
  expect(re2Literals(regex)).toEqual(literals);
});

test('a hostile text costs one look at each letter', () => {
  const started = performance.now();
  expect(finds('(a|aa)+(a|b)*c{0,50}d', 'a'.repeat(1 << 18))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});
