import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call } from '../cli/commands/call.ts';
import { at, creFile } from './run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cre-command-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('imports, and what it wrote tests and scans', async () => {
  put('odd.yaml', creFile('set:\n  match: [ something odd happened ]'));
  put('test.log', `${at(1, 'something odd happened')}\n`);
  put('not-cre.yaml', 'a: b\n');
  const out = join(folder, 'out');
  const { code, stdout: said } = await call('rules', 'import-cre', folder, '--out', out);
  expect(said).toContain('1 rule imported, 0 refused, 1 file without rules');
  expect(code).toBe(0);
  expect(await call('rules', 'test', out)).toMatchObject({ code: 0 });
  const scan = await call('scan', '--rules', out, '--only', 'cre/*', '-o', 'json', join(folder, 'test.log'));
  expect(JSON.parse(scan.stdout)).toMatchObject({ incidents: [{ rule: { id: 'cre/cre-2999-0001' } }] });
});

test('says what it refuses and why; nothing imported is a failure', async () => {
  const file = put('odd.yaml', creFile('set:\n  match: [ a, b ]'));
  const { code, stdout } = await call('rules', 'import-cre', file, '--out', join(folder, 'out'));
  expect(stdout).toContain(`${file}: refused CRE-2999-0001: several lines without a window\n`);
  expect(code).toBe(1);
});

test('names the rules that make every line be tried', async () => {
  const file = put('odd.yaml', creFile('set:\n  match: [ odd ]'));
  const { stdout } = await call('rules', 'import-cre', file, '--out', join(folder, 'out'));
  expect(stdout).toContain('  cre/cre-2999-0001\n');
});

test('replaces earlier imports and nothing else', async () => {
  const file = put('odd.yaml', creFile('set:\n  match: [ something odd happened ]'));
  const out = join(folder, 'out');
  await call('rules', 'import-cre', file, '--out', out);
  expect(await call('rules', 'import-cre', file, '--out', out)).toMatchObject({ code: 0 });
  const rule = join(out, 'cre/cre-2999-0001.yaml');
  writeFileSync(rule, 'mine\n');
  const again = await call('rules', 'import-cre', file, '--out', out);
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toContain('OUTPUT_FAILED');
  expect(readFileSync(rule, 'utf8')).toBe('mine\n');
});

test('needs a target, and paths that are there', async () => {
  expect((await call('rules', 'import-cre', folder)).stderr).toContain('--out DIR');
  const gone = await call('rules', 'import-cre', join(folder, 'gone'), '--out', folder);
  expect(gone).toMatchObject({ code: 2 });
  expect(gone.stderr).toContain('INPUT_NOT_FOUND');
});
