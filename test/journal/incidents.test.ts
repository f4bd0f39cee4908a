/** One real journal, read by the real journalctl in every output mode: the same incidents, but for what a mode itself leaves out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { loadRules, scan } from '../../src/pipeline/index.ts';
import { HOST, makeJournal, missingTools, MODES } from './journal.ts';
import type { Journal } from './journal.ts';
import { RECORDS } from './lines.ts';

interface Seen {
  readonly rule: string;
  readonly host: string;
  readonly count: number;
  readonly captures: unknown;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** What a mode leaves out of the incidents, and why. */
const DIFFERENCES: readonly { modes: readonly string[]; reason: string; apply: (seen: Seen) => Seen }[] = [
  {
    modes: ['short', 'short-full', 'short-iso', 'with-unit'],
    reason: 'whole seconds only',
    apply: (seen) => ({ ...seen, first: second(seen.first), last: second(seen.last) }),
  },
  {
    modes: ['cat', 'short-monotonic'],
    reason:
      'no date: only some payloads (logrus) have a time of their own, so first and last are not compared',
    apply: (seen) => ({ ...seen, first: undefined, last: undefined }),
  },
];

function second(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.floor(ms / 1000);
}

/** These print `[88B blob data]` for a message that is not UTF-8, so it is left out of their journal. */
const HIDES_BYTES = new Set(
  MODES.filter((mode) => mode.startsWith('short') || mode === 'with-unit' || mode === 'verbose'),
);

const missing = missingTools();
const rules = await loadRules();

// In CI a missing part fails (in modes.test.ts); elsewhere it is named there.
describe.skipIf(missing !== undefined)('incidents of one journal in every mode', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whynotready-modes-'));
  let whole: Journal;
  let printable: Journal;
  beforeAll(() => {
    whole = makeJournal();
    printable = makeJournal(RECORDS.filter(({ message }) => typeof message === 'string'));
  });
  afterAll(() => {
    whole.remove();
    printable.remove();
    rmSync(folder, { recursive: true });
  });

  async function incidentsOf(journal: Journal, mode: string, args: readonly string[] = []): Promise<Seen[]> {
    const file = join(folder, `${mode}${args.join('')}`);
    writeFileSync(file, journal.read(mode, args));
    const report = await scan({ paths: [file], rules, timeZone: 'UTC', host: HOST });
    expect(report.summary.problems).toEqual([]);
    return report.incidents.map(seenOf).map((seen) => changed(seen, mode));
  }

  for (const mode of MODES) {
    test(mode, async () => {
      const journal = HIDES_BYTES.has(mode) ? printable : whole;
      const expected = (await incidentsOf(journal, 'json')).map((seen) => changed(seen, mode));
      expect(expected.length).toBeGreaterThan(2);
      expect(inOrder(await incidentsOf(journal, mode))).toEqual(inOrder(expected));
    });
  }

  test('newest first (-r)', async () => {
    for (const mode of ['short-precise', 'json', 'json-pretty'])
      expect(await incidentsOf(whole, mode, ['-r'])).toEqual(await incidentsOf(whole, mode));
  });
});

function seenOf({ rule, host, count, captures, first, last }: Incident): Seen {
  return { rule: rule.id, host, count, captures, first, last };
}

function changed(seen: Seen, mode: string): Seen {
  return DIFFERENCES.filter(({ modes }) => modes.includes(mode)).reduce((so, { apply }) => apply(so), seen);
}

/** Without times the order is another one. */
function inOrder(all: readonly Seen[]): Seen[] {
  return all.toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
}
