/** A line that is called quiet must not parse to a level above info: all lines of all fixtures, in every packaging. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCARY } from '../../../src/core/coverage/coverage.ts';
import { contextOf } from '../../../src/core/formats/context.ts';
import { createEntryParser } from '../../../src/core/formats/parser.ts';
import { isQuietLine } from '../../../src/core/formats/quiet-line.ts';

const FIXTURES = new URL('../../../fixtures', import.meta.url).pathname;
const parser = createEntryParser(contextOf({ name: 'x.log', modified: 0, head: '', timeZone: 'UTC' }));
const encoder = new TextEncoder();

const PACKAGINGS: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => `Nov 21 10:11:08 node-1 k3s[812]: ${line}`,
  (line) => `2026-11-21T10:11:08.123456789Z stderr F ${line}`,
  (line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-11-21T10:11:08.123456789Z' }),
];

function isQuiet(line: string): boolean {
  const bytes = encoder.encode(`…${line}\n…`);
  return isQuietLine(bytes, 3, bytes.length - 4);
}

function* logs(dir: string): Generator<string> {
  for (const entry of readdirSync(join(FIXTURES, dir), { recursive: true, withFileTypes: true }))
    if (entry.isFile() && /\.(?:log|json|txt)$/.test(entry.name))
      yield readFileSync(join(entry.parentPath, entry.name), 'utf8');
}

describe('isQuietLine', () => {
  test.each(['quiet', 'failing', 'seeds'])('never hides a warning of fixtures/%s', (dir) => {
    const wrong: string[] = [];
    let quiet = 0;
    let seen = 0;
    for (const text of logs(dir)) {
      for (const plain of text.split('\n')) {
        for (const pack of PACKAGINGS) {
          const line = pack(plain);
          seen++;
          if (!isQuiet(line)) continue;
          quiet++;
          if (SCARY.has(parser.parse([line]).level)) wrong.push(line);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(quiet / seen).toBeGreaterThan(0.05);
  });

  test.each([
    'E1121 10:11:08.435566    3449 server.go:150] x',
    'time="2026-11-21T10:11:08Z" level=error msg="I1121"',
    '{"level":"warn","ts":"2026-11-21T10:09:14.836917Z","caller":"embed/config.go:1207","msg":"x"}',
    'panic: x',
  ])('%s is not quiet in any packaging', (line) => {
    expect(PACKAGINGS.map((pack) => isQuiet(pack(line)))).toEqual([false, false, false, false]);
  });

  test.each([
    'I1121 10:11:08.435566    3449 server.go:150] x',
    'time="2026-11-21T10:11:08Z" level=info msg=x',
  ])('%s is quiet', (line) => {
    expect(PACKAGINGS.slice(0, 3).map((pack) => isQuiet(pack(line)))).toEqual([true, true, true]);
  });
});
