import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, FAILING, QUIET, shell, temporaryFolder } from './command.ts';

describe('exit codes', () => {
  test.each([
    [0, 'incidents without --fail-on', [FAILING]],
    [0, 'nothing found', [QUIET, '--fail-on', 'medium']],
    [1, 'an incident as severe as --fail-on', [FAILING, '--fail-on', 'critical']],
    [1, 'one more severe than --fail-on', [FAILING, '--fail-on', 'low']],
    [0, 'less severe than --fail-on', [FAILING, '--fail-on', 'critical', '--skip', 'k3s/*']],
    [2, 'an unknown flag', [FAILING, '--nonsense']],
    [2, 'an unknown format', [FAILING, '--format', 'morse']],
    [2, 'no rule left', [FAILING, '--only', 'nothing/*']],
    [2, 'an unknown rule', ['rules', 'show', 'no/such-rule']],
    [3, 'a missing file', ['/no/such.log']],
    [3, 'a missing file, before --fail-on', ['/no/such.log', FAILING, '--fail-on', 'low']],
    [0, 'help', ['--help']],
    [0, 'the version', ['--version']],
  ] as const)('%i: %s', async (code, _, args) => {
    expect(await command(args)).toMatchObject({ code });
  });

  test('2: a rule file that does not load, with place and caret', async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, 'rules', 'my'), { recursive: true });
    await writeFile(join(folder, 'rules', 'my', 'broken.yaml'), 'kind: failure\ntitle: [\n');
    const { code, stdout, stderr } = await command([FAILING, '--rules', join(folder, 'rules')]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/broken\.yaml:\d+:\d+: RULE_/);
  });

  test('wrong usage says what is meant', async () => {
    const { stdout, stderr } = await command(['--colour', 'never']);
    expect(stdout).toBe('');
    expect(stderr).toBe("USAGE unknown option '--colour'\n  fix: did you mean --color?\n");
    expect((await command(['scna'])).stderr).toContain('did you mean scan?');
  });

  test('a missing file is one line on stderr, and the rest is scanned', async () => {
    const { stdout, stderr } = await command(['/no/such.log', FAILING]);
    expect(stderr).toBe('/no/such.log: INPUT_NOT_FOUND no such file or folder (check the path)\n');
    expect(stdout).toContain("The server rejects this node's password");
    expect(stdout).toContain('1 input not read, or not whole');
  });
});

test('an input is not overwritten by the result', async () => {
  const cwd = temporaryFolder();
  await copyFile(FAILING, join(cwd, 'k3s.log'));
  const answers = [
    await command(['k3s.log', '-o', 'json=./k3s.log'], { cwd }),
    await command(['coverage', '--baseline', 'k3s.log', FAILING, '-o', 'json=k3s.log'], { cwd }),
    await command(['convert', 'k3s.log', '-o', 'json=k3s.log'], { cwd }),
  ];
  for (const { code, stderr } of answers) {
    expect(code).toBe(2);
    expect(stderr).toContain('this is an input; it would be overwritten');
  }
  expect(await readFile(join(cwd, 'k3s.log'), 'utf8')).toBe(await readFile(FAILING, 'utf8'));
});

describe('a reader or a disk that does not take the result', () => {
  test('| head is silent, with exit code 0', async () => {
    const { stdout, stderr } = await shell(
      `"$NODE" "$BIN" ${FAILING} -o json | head -1; echo "\${PIPESTATUS[0]}"`,
    );
    expect([stdout, stderr]).toEqual(['{\n0\n', '']);
  });

  test('so is a reader that never reads', async () => {
    const { stdout, stderr } = await shell(`"$NODE" "$BIN" ${FAILING} | true; echo "\${PIPESTATUS[0]}"`);
    expect([stdout, stderr]).toEqual(['0\n', '']);
  });

  test.runIf(existsSync('/dev/full'))('a full disk is said', async () => {
    const { code, stderr } = await shell(`"$NODE" "$BIN" ${FAILING} >/dev/full`);
    expect(code).toBe(3);
    expect(stderr).toContain('OUTPUT_FAILED');
  });
});
