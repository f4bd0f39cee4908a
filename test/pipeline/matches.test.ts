/** Matches that are handed over while a scan goes on: those that its incidents count, in the order of the logs, whatever the way of reading. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { FoundMatch } from '../../src/core/found-match.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { RulePack } from '../../src/core/rules/pack.ts';
import { isTrouble } from '../../src/core/rules/rule.ts';
import { loadRules, scan } from '../../src/pipeline/index.ts';
import type { ScanOptions } from '../../src/pipeline/index.ts';

/** Of all shapes: lines, records over several lines, JSON documents, exports. */
const LOGS = readdirSync('fixtures/failing', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:log|json|export|txt)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();

let rules: RulePack;
beforeAll(async () => {
  rules = await loadRules();
});

async function found(options: Partial<ScanOptions>) {
  const matches: FoundMatch[] = [];
  const taker = { take: (match: FoundMatch) => void matches.push(match), room: () => undefined };
  const report = await scan({ paths: LOGS, rules, timeZone: 'UTC', matches: taker, ...options });
  return { matches, report };
}

/** Rule, host and group of it. */
function keyOf({ rule, host, captures }: FoundMatch): string {
  return JSON.stringify([rule.id, host, rule.groupBy.map((name) => captures[name] ?? '')]);
}

function matchesOf(incident: Incident, matches: ReadonlyMap<string, readonly FoundMatch[]>) {
  const { rule, host, group, first, last } = incident;
  const same = matches.get(JSON.stringify([rule.id, host, Object.values(group)])) ?? [];
  return same.filter(({ evidence: { time } }) =>
    time === undefined || first === undefined || last === undefined
      ? time === first
      : time >= first && time <= last,
  );
}

test('every incident counts just its matches, and its proofs are among them', async () => {
  const { matches, report } = await found({});
  const byKey = Map.groupBy(matches, keyOf);
  const sequences = new Set(rules.rules.filter(({ sequence }) => sequence !== undefined).map(({ id }) => id));
  const plain = report.incidents.filter(({ rule }) => !sequences.has(rule.id));
  expect(plain.length).toBeGreaterThan(100);
  for (const incident of plain) {
    const own = matchesOf(incident, byKey);
    expect([incident.rule.id, incident.host, own.length]).toEqual([
      incident.rule.id,
      incident.host,
      incident.count,
    ]);
    for (const proof of incident.evidence) {
      const { source, offset } = proof;
      const match = own.find(({ evidence }) => evidence.source === source && evidence.offset === offset);
      expect(match!.evidence).toEqual({ ...proof, before: [], after: [] });
    }
  }
  // Of sequences the steps.
  for (const { rule, evidence } of report.incidents.filter((incident) => sequences.has(incident.rule.id)))
    for (const { source, offset } of evidence)
      expect(
        matches.some(
          (match) =>
            match.rule.id === rule.id &&
            match.role.kind === 'step' &&
            match.evidence.source === source &&
            match.evidence.offset === offset,
        ),
      ).toBe(true);
  expect(matches.every(({ rule }) => isTrouble(rule.kind))).toBe(true);
  // An entry and a rule make one.
  const places = matches.map(({ rule, evidence: { source, offset } }) => `${rule.id} ${source} ${offset}`);
  expect(new Set(places).size).toBe(places.length);
});

test('the report is the same as without, and so are the matches without a scanner and with any number of threads', async () => {
  const some = LOGS.filter((_, i) => i % 4 === 0);
  const alone = await scan({ paths: some, rules, timeZone: 'UTC' });
  const { matches, report } = await found({ paths: some });
  expect(report).toEqual(alone);
  const plain = (all: readonly FoundMatch[]): unknown[] =>
    all.map(({ rule, role, captures, host, evidence }) => [rule.id, role, captures, host, evidence]);
  for (const options of [{ scanner: false }, { jobs: 8, tuning: { pieceBytes: 20_000 } }]) {
    const other = await found({ paths: some, ...options });
    expect(plain(other.matches)).toEqual(plain(matches));
  }
});

test('reading waits while there is no room', async () => {
  let waiting = 0;
  let taken = 0;
  const taker = {
    take: () => {
      taken++;
      // Whoever is waited for takes nothing meanwhile.
      expect(waiting).toBe(0);
    },
    room: async () => {
      waiting++;
      await new Promise((resolve) => setImmediate(resolve));
      waiting--;
    },
  };
  await scan({ paths: LOGS.slice(0, 20), rules, timeZone: 'UTC', matches: taker });
  expect(taken).toBeGreaterThan(10);
});
