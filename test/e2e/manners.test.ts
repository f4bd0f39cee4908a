import { readFileSync } from 'node:fs';
import { expect, describe, test } from 'vitest';
import { BIN, command, FAILING, QUIET, shell, temporaryFolder } from './command.ts';
import { columns } from '../../src/core/text/width.ts';

describe('colour', () => {
  test.each([
    ['none in a pipe', {}, [], false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['NO_COLOR before FORCE_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['--color always', { NO_COLOR: '1' }, ['--color', 'always'], true],
    ['--color never', { FORCE_COLOR: '1' }, ['--color', 'never'], false],
  ] as const)('%s', async (...[, env, args, colored]) => {
    const { stdout } = await command([FAILING, ...args], { env });
    expect(stdout.includes('\u001b[')).toBe(colored);
  });
});

test('nothing of a log reaches the terminal raw, in any output', async () => {
  const nasty = '\u001b]0;owned\u0007\u009b31m\u202egnp.exe\u2066\u200b\r';
  const log = readFileSync(FAILING, 'utf8').replaceAll(
    '/etc/rancher/node/password',
    `/etc/${nasty}/password`,
  );
  for (const output of ['terminal', 'ndjson', 'json']) {
    const { stdout } = await command(['-o', output, '--host', nasty], { input: log });
    expect(stdout).toContain('owned');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u200b]/u);
  }
});

test('80 and 160 columns: no line is wider, commands, links and places aside', async () => {
  for (const width of [80, 160]) {
    const { stdout } = await command(['fixtures/failing', '--width', String(width)]);
    const wide = stdout.split('\n').filter((line) => columns(line) > width);
    const place = /^ +(?:Proof +)?\S+:\d+(?: +\d\d:\d\d:\d\d)?$/;
    const copied = (line: string): boolean =>
      /^ +(?:\$ |More|https?:)|^ {15,}\S/.test(line) || place.test(line);
    expect(wide.filter((line) => !copied(line))).toEqual([]);
  }
});

test('plain ASCII signs where the locale has no more', async () => {
  const { stdout } = await command([FAILING], { env: { LANG: 'C' } });
  expect(stdout).toMatch(/^x CRITICAL/);
  expect(stdout).toMatch(/^[\n\u0020-\u007e]*$/);
});

test('the same input gives the same bytes', async () => {
  for (const output of ['terminal', 'ndjson', 'json']) {
    const args = ['-o', output, FAILING, QUIET];
    expect((await command(args)).stdout).toBe((await command(args)).stdout);
  }
});

describe('on a terminal', () => {
  /** `script` runs the line on a terminal of its own; all that is written there comes back. */
  const onTerminal = (line: string) => shell(`script -qec '${line}' /dev/null </dev/null`);

  test('without input: short help, exit code 2, no hang', async () => {
    const { code, stdout } = await onTerminal('"$NODE" "$BIN"');
    expect(code).toBe(2);
    expect(stdout).toContain('journalctl -u k3s -o json --all | whynotready');
  });

  test('colours, and no trace of progress in what is kept', async () => {
    const { stdout } = await onTerminal(`"$NODE" "$BIN" ${FAILING}`);
    expect(stdout).toContain('\u001b[1m');
    expect(stdout).not.toContain('MiB/s');
  });
});

describe('how it is called', () => {
  test('as kubectl plugin', async () => {
    const folder = temporaryFolder();
    const { stdout } = await shell(
      `ln -s "$BIN" ${folder}/kubectl-whynotready && "$NODE" ${folder}/kubectl-whynotready --help`,
    );
    expect(stdout).toContain('kubectl whynotready [scan] [PATH...]');
  });

  test('by npx inside the repository, on the repository’s own Node', async () => {
    const { code, stdout } = await shell('cd src && npx --no-install whynotready --version 2>/dev/null');
    expect([code, stdout]).toEqual([0, '0.1.0\n']);
  });

  test.each(['18.20.4', '20.20.2', '22.14.0'])('Node %s: one clear line, exit code 2', async (version) => {
    const fake = `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"${version}"}});Object.defineProperty(process,"version",{value:"v${version}"})`;
    const { code, stdout, stderr } = await command([FAILING], { nodeFlags: ['--import', fake] });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      new RegExp(`^whynotready needs Node 22\\.15 or newer; this is v${version}\\. .*\n$`),
    );
  });

  test('the bin has no syntax that an old Node does not read', () => {
    expect(readFileSync(BIN, 'utf8')).not.toMatch(/\?\.|\?\?|=>|`|\b(?:let|const|await|class)\b/);
  });
});

test('--log-level writes JSON lines to stderr; the result stays the same', async () => {
  const quiet = await command([FAILING]);
  const loud = await command([FAILING, '-v']);
  expect(quiet.stderr).toBe('');
  expect(loud.stdout).toBe(quiet.stdout);
  const lines = loud.stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string });
  expect(lines.map(({ msg }) => msg)).toEqual(['rules loaded', 'scanned']);
});
