/** Binary journals given to the built command: the same incidents as `journalctl --file … -o json --all | whynotready`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, FAILING } from '../e2e/command.ts';
import type { Ended } from '../e2e/command.ts';
import { makeJournal, missingTools } from './journal.ts';
import type { Journal } from './journal.ts';

const MACHINE = '3d1219c7c4c5404aaa1f6d2a48adfda4';

interface Told {
  readonly type: string;
  readonly rule?: { readonly id: string };
  readonly count?: number;
  readonly first?: string;
  readonly evidence?: readonly { readonly line: number }[];
}

/** Incidents without what names their source, and the text of their proof: journalctl writes fields in an order of its own. */
function incidentsIn({ stdout }: Ended): unknown[] {
  const told = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
  return told
    .filter(({ type }) => type === 'incident')
    .map(({ rule, count, first, evidence }) => ({
      rule: rule?.id,
      count,
      first,
      proof: evidence?.map(({ line }) => line),
    }));
}

describe.skipIf(missingTools() !== undefined)('a binary journal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whynotready-journals-'));
  let journal: Journal;
  let piped: unknown[];
  beforeAll(async () => {
    journal = makeJournal();
    piped = incidentsIn(await command(['-o', 'ndjson', '--host', 'node1'], { input: journal.read('json') }));
    if (piped.length < 3) throw new Error('the journal of the test has too little to tell');
  });
  afterAll(() => {
    journal.remove();
    rmSync(folder, { recursive: true });
  });

  async function scanned(...paths: string[]): Promise<unknown[]> {
    const ended = await command(['scan', '-o', 'ndjson', ...paths]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    return incidentsIn(ended);
  }

  test('named, with any name', async () => {
    expect(await scanned(journal.file)).toEqual(piped);
    const other = join(folder, 'system@00.journal~');
    copyFileSync(journal.file, other);
    expect(await scanned(other)).toEqual(piped);
  });

  test('on standard input', async () => {
    const ended = await command(['-o', 'ndjson'], { input: readFileSync(journal.file) });
    expect(incidentsIn(ended)).toEqual(piped);
  });

  test('in /var/log/journal, beside what else journald keeps there', async () => {
    const path = join(folder, 'journal', MACHINE);
    mkdirSync(path, { recursive: true });
    copyFileSync(journal.file, join(path, 'system.journal'));
    copyFileSync(makeEmpty(), join(path, 'user-1000.journal'));
    // The key of sealed journals: a header, then bytes like noise.
    const noise = createHash('shake256', { outputLength: 480 }).update('key').digest();
    writeFileSync(join(path, 'fss'), Buffer.concat([Buffer.from('KSHHRHLP'), noise]));
    expect(await scanned(join(folder, 'journal'))).toEqual(piped);
  });

  test('inside an archive', async () => {
    const archive = join(folder, 'bundle.tar.gz');
    spawnSync('tar', ['-czf', archive, '-C', join(journal.file, '..'), 'test.journal']);
    expect(await scanned(archive)).toEqual(piped);
  });

  test('cut: what came before, one line on stderr, exit 3', async () => {
    const bytes = readFileSync(journal.file);
    const path = join(folder, 'cut.journal');
    writeFileSync(path, bytes.subarray(0, Number(bytes.readBigUInt64LE(136)) - 4000));
    const { code, stdout, stderr } = await command(['scan', path, FAILING]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /cut\.journal: INPUT_JOURNAL_DAMAGED the journal is damaged: it ends before its last entry does; \d of 9 entries read/,
    );
    expect(stdout).toContain("The server rejects this node's password");
  });

  test('without entries: said when it was named', async () => {
    const { code, stderr } = await command([makeEmpty()]);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/INPUT_EMPTY the journal has no entries/)]);
  });

  function makeEmpty(): string {
    const empty = makeJournal([]);
    const path = join(folder, 'empty.journal');
    copyFileSync(empty.file, path);
    empty.remove();
    return path;
  }
});
