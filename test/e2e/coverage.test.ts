/** What was understood and where the logs are blind, as a user sees it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { command, FAILING, QUIET, shell } from './command.ts';

const validate = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync('docs/schema/output.schema.json', 'utf8')) as object,
);
const folder = mkdtempSync(join(tmpdir(), 'coverage-'));

interface Document {
  readonly coverage: Record<'scary' | 'explained' | 'harmless' | 'known' | 'unknown' | 'inBaseline', number>;
  readonly templates: readonly { text: string; count: number; example: { line: number } }[];
  readonly summary: { readonly blindSpots: readonly { code: string; text: string }[] };
}

async function documentOf(...args: string[]): Promise<Document> {
  const { stdout } = await command([...args, '-o', 'json']);
  const document = JSON.parse(stdout) as Document;
  validate(document);
  expect(validate.errors).toBeNull();
  return document;
}

/** A log that no rule knows, between lines of a healthy one. */
function strangeLog(name: string, words: readonly string[]): string {
  const path = join(folder, name);
  const strange = words.map(
    (word, i) =>
      `E1121 10:11:0${i % 10}.000000    3449 gadget.go:7] "Gadget lost" err="the ${word} is gone"\n`,
  );
  writeFileSync(path, readFileSync(QUIET, 'utf8') + strange.join(''));
  return path;
}

describe('coverage', () => {
  test('counts add up, and an explained failure is explained', async () => {
    const { coverage } = await documentOf('scan', '--coverage', FAILING);
    expect(coverage.explained + coverage.harmless + coverage.known + coverage.unknown).toBe(coverage.scary);
    expect(coverage.explained).toBeGreaterThan(0);
    expect(coverage.unknown).toBe(0);
  });

  test('unknown lines are shown once, with the command that makes a rule of them, and it works', async () => {
    const log = strangeLog('strange.log', ['cog', 'cog', 'cog']);
    const { stdout } = await command(['coverage', log]);
    expect(stdout).toContain('Gadget lost err="the cog is gone"');
    const pasted = /\$ whynotready rules new --from '(.*)'/.exec(stdout)?.[1];
    const made = await command(['rules', 'new', '--from', pasted!, '--out', join(folder, 'rules')]);
    expect(made.code).toBe(0);
  });

  test('the command of a long line reads it where it stands, also in a compressed file', async () => {
    const log = strangeLog('long.log', [`cog ${'very '.repeat(80)}old`]);
    writeFileSync(`${log}.gz`, gzipSync(readFileSync(log)));
    const { stdout } = await command(['coverage', `${log}.gz`]);
    const [, pasted = ''] = /\$ (.*) \| whynotready rules new\n/.exec(stdout) ?? [];
    const { stdout: line } = await shell(pasted);
    expect(line).toMatch(/^E1121 10:11:00.*the cog very .* is gone"\n$/);
  });

  test('a baseline that is not there is an error, not an empty one', async () => {
    const { code, stdout, stderr } = await command(['coverage', '--baseline', join(folder, 'gone'), QUIET]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('INPUT_NOT_FOUND there is no such baseline');
  });

  test('a baseline folds away what is not new', async () => {
    const before = strangeLog('before.log', ['cog', 'wheel']);
    const now = strangeLog('now.log', ['cog', 'wheel', 'spring']);
    const { coverage, templates } = await documentOf('coverage', '--baseline', before, now);
    expect(coverage.inBaseline).toBe(coverage.unknown - 1);
    expect(templates.map(({ text }) => text)).toEqual(['Gadget lost err="the spring is gone"']);
  });

  test('what can not be read of a baseline is said', async () => {
    const cut = join(folder, 'cut.log.gz');
    writeFileSync(cut, gzipSync(readFileSync(QUIET)).subarray(0, 400));
    const { code, stderr } = await command(['coverage', '--baseline', cut, QUIET]);
    expect(stderr).toContain('ARCHIVE_CUT');
    expect(code).toBe(3);
  });

  test('a baseline without coverage is a mistake, said with its fix', async () => {
    const { code, stderr } = await command(['scan', '--baseline', QUIET, QUIET]);
    expect(code).toBe(2);
    expect(stderr).toContain('add --coverage');
  });

  test('the same with one thread and two, with scanner and without', async () => {
    const all = ['coverage', 'fixtures/seeds', FAILING, QUIET];
    const [one, two, slow] = await Promise.all([
      documentOf(...all, '--jobs', '1'),
      documentOf(...all, '--jobs', '2'),
      documentOf(...all, '--no-scanner'),
    ]);
    expect(two).toEqual(one);
    expect(slow).toEqual(one);
  });
});

describe('blind spots', () => {
  test('"no failure found" comes with them', async () => {
    const log = readFileSync(QUIET, 'utf8').trimEnd().split('\n');
    const half = log.length >> 1;
    const older = join(folder, 'etcd.log.3');
    const newer = join(folder, 'etcd.log.1');
    writeFileSync(older, `${log.slice(0, half).join('\n')}\n`);
    writeFileSync(newer, `${log.slice(half).join('\n')}\n`);
    const { stdout } = await command(['scan', older, newer]);
    expect(stdout).toContain('No failure found');
    expect(stdout).toMatch(/Blind {2}rotated files of .*etcd\.log are missing: number 2/);
  });

  test('a failure that a log begins with', async () => {
    const lines = readFileSync(FAILING, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('Node password rejected'));
    const log = join(folder, 'late.log');
    writeFileSync(log, lines.slice(at).join('\n'));
    const { summary } = await documentOf('scan', log);
    expect(summary.blindSpots.map(({ code }) => code)).toContain('begins-late');
  });
});
