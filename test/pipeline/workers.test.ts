/** What becomes of the answer when a worker breaks down, hangs or sticks in a regex. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { compilePack } from '../../src/core/rules/compile.ts';
import type { RulePack } from '../../src/core/rules/pack.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import { scan } from '../../src/pipeline/scan.ts';
import type { Tuning } from '../../src/pipeline/read-all.ts';
import { ENTRY, FAULTS } from './faulty-worker.ts';

const QUIET = readFileSync('fixtures/quiet/etcd-quiet-start-stop/input.log', 'utf8');
const FAILING = readFileSync('fixtures/failing/k3s-agent-node-password-rejected/input.log', 'utf8');
const FAILURE = FAILING.split('\n').find((line) => line.includes('password may not match'));
/** More than the surroundings that a reader sees of its neighbours. */
const PIECE = 256 << 10;

let folder: string;
let builtin: RulePack;
/** With a user's regex, so that the main thread leaves all reading to the workers. */
let watched: RulePack;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whynotready-workers-'));
  builtin = await loadRules();
  watched = withRule(ownRule('own/harmless', 'no line says this', '(?<x>no line) says'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function ownRule(id: string, text: string, regex: string): Rule {
  const [model] = builtin.rules;
  return {
    ...model!,
    id,
    kind: 'failure',
    match: [{ texts: [text], regex, where: [], not: [] }],
    groupBy: [],
    threshold: undefined,
    sequence: undefined,
    unless: [],
    resolvedBy: [],
    causedBy: [],
  };
}

function withRule(rule: Rule): RulePack {
  return compilePack([...builtin.rules, rule], 'test');
}

/** Quiet lines with the given ones in their midst, and a failure in the last line. */
function log(name: string, ...lines: readonly string[]): string {
  const half = QUIET.repeat(Math.ceil((2.5 * PIECE) / QUIET.length));
  const path = join(folder, name);
  writeFileSync(path, `${half}${lines.map((line) => `${line}\n`).join('')}${half}${FAILING}`);
  return path;
}

function read(paths: readonly string[], rules: RulePack, tuning: Tuning, jobs = 2): Promise<Report> {
  return scan({ paths, rules, timeZone: 'UTC', jobs, tuning: { pieceBytes: PIECE, ...tuning } });
}

function lastLine({ incidents }: Report, file: string): number | undefined {
  const lines = incidents
    .filter(({ rule }) => rule.id === 'k3s/node-password-rejected')
    .flatMap(({ evidence }) => evidence.filter(({ source }) => source === file).map(({ line }) => line));
  return lines.length === 0 ? undefined : Math.max(...lines);
}

describe('a worker that breaks down loses only what it was at', () => {
  test.each([
    ['crash', 'broke down (it ended with code 7)'],
    ['throw', 'broke down (a mistake in the program)'],
    ['memory', 'broke down (Worker terminated due to reaching memory limit: JS heap out of memory)'],
    ['hang', 'did not get on and was ended'],
  ] as const)('%s', async (fault, reason) => {
    const good = log(`${fault}-good.log`);
    const bad = log(`${fault}-bad.log`, `${FAILURE} ${FAULTS[fault]}`);
    const sound = await read([bad, good], builtin, {}, 1);
    const report = await read([bad, good], watched, {
      entry: ENTRY,
      ...(fault === 'hang' ? { hangAfter: 5000 } : { heapMegabytes: 64 }),
    });
    const { problems, complete, sources } = report.summary;
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'INPUT_LOST', place: { file: bad } });
    expect(problems[0]!.message).toContain(reason);
    const [, from, to] = /^bytes (\d+) to (\d+) were not read: /.exec(problems[0]!.message)!.map(Number);
    const at = readFileSync(bad).indexOf(FAULTS[fault]);
    expect(from).toBeLessThanOrEqual(at);
    expect(to).toBeGreaterThan(at);
    expect(complete).toBe(true);
    expect(lastLine(report, bad)).toBe(lastLine(sound, bad));
    expect(lastLine(report, good)).toBe(lastLine(sound, good));
    const lost = sound.summary.bytes - report.summary.bytes;
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThanOrEqual(to! - from! + PIECE);
    expect(sources.map(({ name }) => name)).toEqual([bad, good]);
  });

  test('small files that were read together: the others are read', async () => {
    const paths = ['a', 'b', 'c'].map((name) => {
      const path = join(folder, `small-${name}.log`);
      writeFileSync(path, name === 'b' ? `${FAILURE} ${FAULTS.crash}\n` : `${FAILING}${name}\n`);
      return path;
    });
    const { summary } = await read(paths, watched, { entry: ENTRY });
    expect(summary.problems).toMatchObject([{ code: 'INPUT_LOST', place: { file: paths[1] } }]);
    expect(summary.sources.map(({ name }) => name)).toEqual([paths[0], paths[2]]);
  });
});

describe('a regex that takes too long', () => {
  const killer = `slow marker ${'a'.repeat(40)}!`;

  test.each([1, 2, 3])('is named and left out, the rest is complete (%i jobs)', async (jobs) => {
    const path = log(`slow-${jobs}.log`, 'slow marker aaa', killer);
    const slow = withRule(ownRule('own/slow', 'slow marker', '(?<x>(a+)+)$'));
    const without = await read([path], builtin, {}, 1);
    const report = await read([path], slow, { slowAfter: 2000 }, jobs);
    const line = readFileSync(path, 'utf8').split('\n').indexOf(killer) + 1;
    expect(report.summary.problems).toMatchObject([{ code: 'RULE_TOO_SLOW', place: { file: path, line } }]);
    expect(report.summary.problems[0]!.message).toContain('own/slow');
    expect(report.incidents).toEqual(without.incidents);
    expect(report.summary.sources).toEqual(without.summary.sources);
  });

  test('also where one thread reads alone', async () => {
    const path = log('alone.log', 'slow marker aaa', killer);
    const slow = withRule(ownRule('own/slow', 'slow marker', '(?<x>(a+)+)$'));
    const without = await read([path], builtin, {}, 1);
    const options = { paths: [path], rules: slow, timeZone: 'UTC', tuning: { slowAfter: 2000 } };
    const report = await scan({ ...options, onIncident: () => undefined });
    const line = readFileSync(path, 'utf8').split('\n').indexOf(killer) + 1;
    expect(report.summary.problems).toMatchObject([{ code: 'RULE_TOO_SLOW', place: { file: path, line } }]);
    expect(report.incidents).toEqual(without.incidents);
  });

  test('also where one thread reads alone: what it hid is harmless again', async () => {
    const benign = FAILING.split('\n').find((line) => line.includes('resolv.conf'))!;
    const path = log('hidden.log', benign, benign, `${benign.slice(0, -1)} ${'a'.repeat(40)}!`, benign);
    const slow = withRule(ownRule('own/slow', 'resolv.conf', '(?<x>resolv)(?!.*a!)|(a+)+$'));
    const without = await read([path], builtin, {}, 1);
    const options = { paths: [path], rules: slow, timeZone: 'UTC', tuning: { slowAfter: 2000 } };
    const report = await scan({ ...options, onIncident: () => undefined });
    expect(report.summary.problems).toMatchObject([{ code: 'RULE_TOO_SLOW' }]);
    expect(report.summary.harmless).toEqual(without.summary.harmless);
    expect(report.incidents).toEqual(without.incidents);
    const quick = withRule(ownRule('own/quick', 'resolv.conf', '(?<x>resolv)'));
    const whole = await scan({ ...options, rules: quick, onIncident: () => undefined });
    expect(whole.summary.harmless).toEqual((await read([path], quick, {}, 1)).summary.harmless);
    expect(whole.summary.harmless).not.toEqual(without.summary.harmless);
  });

  test('a quick one finds what it looks for', async () => {
    const path = log('quick.log', 'slow marker aaa');
    const report = await read([path], withRule(ownRule('own/quick', 'slow marker', '(?<x>a+)$')), {});
    expect(report.summary.problems).toEqual([]);
    expect(report.incidents.map(({ rule }) => rule.id)).toContain('own/quick');
  });
});

test('stopped: what was found so far, with its line numbers', async () => {
  const path = log('stopped.log');
  const control = new AbortController();
  const report = await scan({
    paths: [path],
    rules: builtin,
    timeZone: 'UTC',
    jobs: 2,
    tuning: { pieceBytes: PIECE },
    signal: control.signal,
    onProgress: () => control.abort(),
  });
  expect(report.summary.complete).toBe(false);
  expect(report.summary.problems).toEqual([]);
});
