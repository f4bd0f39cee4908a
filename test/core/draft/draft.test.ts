/** The promise of `rules new`: what it writes loads, its test passes, and its holes fit the next line of the same kind. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftRule } from '../../../src/core/draft/draft.ts';
import { ruleFileText } from '../../../src/core/draft/file.ts';
import { compileAlternative } from '../../../src/core/rules/alternative.ts';
import { compilePack } from '../../../src/core/rules/compile.ts';
import { lintRule } from '../../../src/core/rules/lint.ts';
import { parseRuleFile } from '../../../src/core/rules/load.ts';
import { readTestLog } from '../../../src/core/rules/test-log.ts';
import { runRuleTests } from '../../../src/core/rules/testing.ts';

/** First and last lines of each fixture: starts are where logs differ most. */
const LINES = ['fixtures/failing', 'fixtures/quiet'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.log'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8').split('\n'))
    .map((lines) => lines.filter((line) => line.trim() !== '' && !/^\s/.test(line)))
    .map((lines) => Array.from(new Set(lines.slice(0, 150).concat(lines.slice(-50))))),
);

async function verdict(line: string, benign: boolean): Promise<string[]> {
  const draft = draftRule(line, undefined);
  if (draft === undefined) return [];
  const { loaded, problems } = await parseRuleFile(draft.id, ruleFileText(draft, benign), 'x.yaml');
  if (loaded === undefined) return problems.map(({ message }) => message);
  const pack = compilePack([loaded.rule], 'test');
  return runRuleTests(pack, loaded.rule, loaded.tests, readTestLog).flatMap(({ reasons }) => reasons);
}

test('drafts of real lines load, and their tests pass', async () => {
  const lines = LINES.flat().filter((_, i) => i % 11 === 0);
  expect(lines.length).toBeGreaterThan(200);
  for (const [i, line] of lines.entries())
    expect([line, await verdict(line, i % 5 === 0)]).toEqual([line, []]);
});

test('so do drafts of any text', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<nil>',
      '\\<',
      "'",
      '"x"',
      ': ',
      ' #',
      '\u001b[31m',
      '{{a}}',
      '10.0.0.1:6443',
      '\t',
      '{"a":',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('failed to start ', 'connection refused', 'node "n1" not found'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), fc.boolean(), async (pieces, benign) => {
      expect(await verdict(pieces.join(''), benign)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('a draft matches the next line that differs in its numbers only', () => {
  let pairs = 0;
  const missed: string[] = [];
  for (const lines of LINES) {
    const drafts = new Map<string, ReturnType<typeof compileAlternative>['test']>();
    for (const line of lines) {
      const entry = readTestLog(line, undefined)[0]!;
      const shape = JSON.stringify([entry.message, entry.fields], (_, value: unknown) =>
        typeof value === 'string' ? masked(value) : value,
      );
      const known = drafts.get(shape);
      if (known !== undefined) {
        pairs++;
        if (known(entry) === undefined) missed.push(line);
        continue;
      }
      const draft = draftRule(line, undefined);
      if (draft === undefined) continue;
      drafts.set(
        shape,
        compileAlternative({ texts: draft.texts, regex: undefined, where: [], not: [] }).test,
      );
    }
  }
  expect(missed).toEqual([]);
  expect(pairs).toBeGreaterThan(300);
});

/** Numbers made alike; versions of APIs tell one kind of line from another. */
function masked(text: string): string {
  return text.replace(/\bv(\d+)((?:alpha|beta)\d+)?\b/g, apiVersion).replace(/\d+/g, '0');
}

function apiVersion(version: string): string {
  return version.replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
}

describe('what becomes a hole', () => {
  test.each([
    [
      'time="2020-12-17T07:03:50Z" level=error msg="unable to verify password for node agent1: hash does not match"',
      'k3s',
      ['unable to verify password for node <name:word>: hash does not match'],
    ],
    [
      'E0305 17:22:36.123456    1234 kubelet.go:2183] node "n1" not found',
      'kubernetes',
      ['node "<node:word>" not found'],
    ],
    [
      'dial tcp 10.99.0.2:6443: connect: connection refused after 1m30.5s, see /var/log/k3s.log',
      'host',
      [
        'dial tcp <address:ip>:<port:int>: connect: connection refused after <duration:duration>, see <file:path>',
      ],
    ],
    [
      'x509: certificate has expired: current time 2026-11-21T10:40:16Z is after 2025-01-01T00:00:00Z',
      'host',
      ['x509: certificate has expired: current time <_> is after <_>'],
    ],
    [
      'read config \u201c\u201d <nil> of pod coredns-7b98449c4-abcde in k8s.io/v1',
      'host',
      ['read config \u201c\u201d \\<nil> of pod <pod:word> in k8s.io/v1'],
    ],
  ])('%s', (line, folder, texts) => {
    const draft = draftRule(line, undefined)!;
    expect(draft.texts).toEqual(texts);
    expect(draft.id.split('/')[0]).toBe(folder === 'k3s' ? 'host' : folder);
  });
});

test('several lines: the first is the example, those alike are counted', () => {
  const draft = draftRule(
    [
      'level=error msg="node n1 is gone away"',
      'level=error msg="node n2 is gone away"',
      'level=info msg=else',
    ].join('\n'),
    undefined,
  )!;
  expect(draft.matches).toBe(2);
});

test('a line without words makes no rule', () => {
  expect(draftRule('12345 67890', undefined)).toBeUndefined();
  expect(draftRule('', undefined)).toBeUndefined();
});

test('lint names what the author has to fill in', async () => {
  const draft = draftRule('failed to start the sandbox of pod "web-1": no such device', undefined)!;
  const { loaded } = await parseRuleFile(draft.id, ruleFileText(draft, false), 'x.yaml');
  const { rule, tests, places } = loaded!;
  const problems = lintRule(
    { rule, tests, place: (path) => places.place(path) },
    compilePack([rule], 'test'),
    readTestLog,
  );
  expect(problems.map(({ code, message }) => [code, message.split(' is ')[0]])).toEqual(
    ['title', 'explain.cause', 'explain.impact', 'remedy.do', 'tests.source', 'tests.log', 'the link'].map(
      (name) => ['RULE_TODO', name],
    ),
  );
});
