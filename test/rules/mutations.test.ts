/**
 * The same failure in another packaging, with other names, addresses and numbers: each rule still meets its examples, and the scanner
 * would still find their lines.
 */
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/core/entry.ts';
import { compilePack } from '../../src/core/rules/compile.ts';
import type { LoadedTest } from '../../src/core/rules/load.ts';
import { matchEntry } from '../../src/core/rules/match.ts';
import type { Match } from '../../src/core/rules/pack.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import { readTestLog } from '../../src/core/rules/test-log.ts';
import { readRuleFiles } from '../../src/sources/rule-files.ts';

const { loaded } = await readRuleFiles(['rules'], () => false);
const pack = compilePack(
  loaded.map(({ rule }) => rule),
  'test',
);

/** Each wraps the lines of a log; a line that is wrapped already is so once more. */
const PACKAGINGS: Readonly<Record<string, (lines: readonly string[]) => string[]>> = {
  'journal short': (lines) => lines.map((line) => `Nov 21 13:00:05 node9 app[7]: ${line}`),
  CRI: (lines) => lines.map((line) => `2026-11-21T13:00:05.123456789Z stderr F ${line}`),
  docker: (lines) => lines.map(docker),
  'journal JSON': (lines) => lines.map(journal),
  'docker in journal JSON': (lines) => lines.map((line) => journal(docker(line))),
};

function docker(line: string): string {
  return JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-11-21T13:00:05.123456789Z' });
}

function journal(text: string): string {
  return JSON.stringify({ __REALTIME_TIMESTAMP: '1795266005123456', _HOSTNAME: 'node9', SYSLOG_IDENTIFIER: 'app', MESSAGE: text });
}

interface Found {
  readonly entry: Entry;
  readonly match: Match;
}

function matches(rule: Rule, log: string, format?: string): Found[] {
  const index = pack.ruleIndex.get(rule.id)!;
  const probes = [...pack.probes.keys()].filter((probe) => pack.probes[probe]!.rule === index);
  return readTestLog(log, format).flatMap((entry) =>
    matchEntry(pack, entry, probes)
      .filter(({ role }) => role.kind === 'match' || role.kind === 'step')
      .map((match) => ({ entry, match })),
  );
}

function literalsOf(rule: Rule): string[] {
  const index = pack.ruleIndex.get(rule.id)!;
  return pack.probes.filter((probe) => probe.rule === index).map((probe) => pack.literals[probe.literal]!);
}

/** What stands around a line decides over these: another packaging is another case. */
function looksAround(rule: Rule): boolean {
  const around = new Set(['unit', 'host', 'component']);
  const steps = rule.sequence?.steps.flat() ?? [];
  return [...rule.match, ...steps].some(({ where }) => where.some(({ field }) => around.has(field)));
}

/** Of several lines that make one entry, or of documents, other packagings make something else. */
function isWrappable({ log, format }: LoadedTest): boolean {
  const lines = log.trimEnd().split('\n');
  return format === undefined && readTestLog(log, undefined).length === lines.length;
}

describe.each(Object.entries(PACKAGINGS))('wrapped as %s', (_, wrap) => {
  test('each rule meets its examples as often', () => {
    const lost: string[] = [];
    for (const { rule, tests } of loaded) {
      if (looksAround(rule)) continue;
      for (const one of tests.filter((candidate) => candidate.expect.matches > 0 && isWrappable(candidate))) {
        const raw = wrap(one.log.trimEnd().split('\n')).join('\n');
        const before = matches(rule, one.log).length;
        const after = matches(rule, raw).length;
        if (after !== before) lost.push(`${rule.id}: ${one.name}: ${after} of ${before}`);
        else if (!literalsOf(rule).some((literal) => raw.includes(literal))) lost.push(`${rule.id}: ${one.name}: no literal`);
      }
    }
    expect(lost).toEqual([]);
  });
});

describe('with other values', () => {
  test('each rule meets its examples when what it captures is another', () => {
    const lost: string[] = [];
    for (const { rule, tests } of loaded) {
      for (const one of tests.filter(({ expect: { matches: count } }) => count > 0)) {
        const found = matches(rule, one.log, one.format);
        for (const [name, value] of Object.entries(found[0]?.match.captures ?? {})) {
          const other = changed(name, value);
          if (other === undefined || countOf(one.log, value) !== 1) continue;
          const again = matches(rule, one.log.replace(value, () => other), one.format);
          const values = again.map(({ match }) => match.captures[name]);
          if (again.length !== found.length || !values.includes(other)) lost.push(`${rule.id}: ${one.name}: ${name} = ${other}, not ${value}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });
});

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** Captures of which only some values mean the failure: well-known ports and programs. */
const MEANT = new Set(['port', 'process', 'program', 'unit', 'version', 'code', 'status', 'errno', 'step']);

/** Another value of the same kind: address, number, name. Undefined for texts. */
function changed(name: string, value: string): string | undefined {
  if (MEANT.has(name)) return undefined;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) return '198.51.100.23';
  if (/^\d+$/.test(value) && value.length < 7) return value.replace(/\d/g, (digit) => String(10 - Number(digit === '0' ? '1' : digit)));
  if (/^[a-z][a-z0-9-]{3,62}$/.test(value) && /[-\d]/.test(value)) return 'other-name-7';
  return undefined;
}
