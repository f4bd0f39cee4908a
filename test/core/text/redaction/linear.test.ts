/** Log text is hostile: no regex of redaction may take longer than its text is long. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import recheck from 'recheck/lib/browser.js';
import { expect, test } from 'vitest';
import { SHAPES } from '../../../../src/core/text/redaction/shapes.ts';
import { Redactor } from '../../../../src/core/text/redaction/redactor.ts';

const FOLDER = 'src/core/text/redaction';
const LITERAL = /(?<=[=(,:&|?!]\s*)\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)(?=[\s.,;)])/g;

const literals = readdirSync(FOLDER).flatMap((file) =>
  Array.from(
    readFileSync(join(FOLDER, file), 'utf8').matchAll(LITERAL),
    ([, source, flags]) => [source!, flags!] as const,
  ),
);
const all = [...literals, ...SHAPES.map(({ regex }) => [regex.source, regex.flags] as const)];

test('they are all here', () => {
  expect(all.length).toBeGreaterThan(45);
});

test.each(all)('/%s/%s', (source, flags) => {
  const { status } = recheck.checkSync(source, flags.replace(/[dgy]/g, ''), {
    checker: 'automaton',
    timeout: 20_000,
  });
  expect(status).toBe('safe');
});

test('time grows as the text does', () => {
  const words = [
    'password=',
    'a',
    ':',
    '\\',
    '"',
    ' ',
    '@',
    '://',
    '-----BEGIN X-----',
    '\n',
    'K10',
    'eyJ',
    'a.',
    '--token ',
  ];
  for (const word of words) {
    const text = word.repeat(Math.ceil(200_000 / word.length));
    const redactor = new Redactor({ hosts: true });
    redactor.learn([text]);
    expect(redactor.text(text).split('\n')).toHaveLength(text.split('\n').length);
  }
});
