import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, FAILING, QUIET, temporaryFolder } from './command.ts';

const folder = temporaryFolder();
const bundle = join(folder, 'bundle');
const NODES = ['agent-1', 'agent-2', 'server-1'].map((node) => `${node}-2026-11-21_10_10_10`);

mkdirSync(bundle);
for (const [i, node] of NODES.entries()) {
  mkdirSync(join(bundle, node, 'journald'), { recursive: true });
  cpSync(i < 2 ? FAILING : QUIET, join(bundle, node, 'journald/k3s'));
}
/** Each node's collection packed by itself, as the collector leaves it; all of them packed again. */
const packed = join(folder, 'packed');
mkdirSync(packed);
const run = (program: string, args: readonly string[], cwd: string): Buffer =>
  execFileSync(program, args, { cwd });
for (const node of NODES) run('tar', ['-czf', join(packed, `${node}.tar.gz`), node], bundle);
run('tar', ['-czf', join(folder, 'bundle.tar.gz'), 'bundle'], folder);
run('tar', ['-cf', join(folder, 'v7.tar'), '--format=v7', 'bundle'], folder);
run('zip', ['-qr', 'nested.zip', 'packed'], folder);

interface Answer {
  readonly incidents: readonly {
    readonly rule: { readonly id: string };
    readonly host: string;
    readonly count: number;
  }[];
  readonly summary: { readonly bundles?: unknown; readonly bytes: number; readonly lines: number };
}

/** The answer without names and what hangs on them. */
async function answer(args: readonly string[], input?: Uint8Array): Promise<unknown> {
  const { stdout, stderr, code } = await command(
    ['scan', '-o', 'json', ...args],
    input === undefined ? {} : { input },
  );
  const { incidents, summary } = JSON.parse(stdout) as Answer;
  return {
    code,
    stderr,
    incidents: incidents.map(({ rule, host, count }) => [rule.id, host, count]),
    lines: summary.lines,
    bytes: summary.bytes,
  };
}

describe('a support bundle gives the same answer', () => {
  test.each([['bundle.tar.gz'], ['nested.zip'], ['v7.tar'], ['packed']])(
    'as %s and as the folder',
    async (name) => {
      const wanted = await answer([bundle]);
      expect(wanted).toMatchObject({ code: 0, stderr: '' });
      expect(await answer([join(folder, name)])).toEqual(wanted);
    },
  );

  test('through a pipe', async () => {
    const wanted = await answer([bundle]);
    for (const name of ['bundle.tar.gz', 'nested.zip', 'v7.tar'])
      expect(await answer(['-'], readFileSync(join(folder, name)))).toEqual(wanted);
  });

  test('of which globs choose members', async () => {
    const wanted = await answer([join(bundle, NODES[0]!)]);
    const chosen = ['--glob', `**/${NODES[0]}/**`, '--glob', `${NODES[0]}/**`];
    for (const name of ['bundle.tar.gz', 'nested.zip'])
      expect(await answer([join(folder, name), ...chosen])).toEqual(wanted);
  });

  test('with each of its nodes by name', async () => {
    const { stdout } = await command(['scan', '-o', 'json', join(folder, 'nested.zip')]);
    const { incidents, summary } = JSON.parse(stdout) as Answer;
    expect(new Set(incidents.map(({ host }) => host))).toEqual(new Set(['agent-1', 'agent-2']));
    expect(summary.bundles).toEqual(
      NODES.map((node) => ({
        kind: 'rancher-collector',
        path: `${join(folder, 'nested.zip')}!packed/${node}.tar.gz`,
        nodes: [node.slice(0, -20)],
      })),
    );
    const { stdout: text } = await command(['scan', '--width', '160', join(folder, 'nested.zip')]);
    expect(text).toContain(
      'Rancher log collector, 3 bundles: 2 of 3 nodes with incidents (agent-1, agent-2)',
    );
    expect(text).toContain(`nested.zip!packed/${NODES[0]}.tar.gz!${NODES[0]}/journald/k3s:`);
  });
});

describe('what is wrong with an archive is one line, the rest is read', () => {
  test('a cut one', async () => {
    const cut = join(folder, 'cut.tar.gz');
    const whole = readFileSync(join(folder, 'bundle.tar.gz'));
    writeFileSync(cut, whole.subarray(0, whole.length - 200));
    const { code, stdout, stderr } = await command(['scan', cut]);
    expect(code).toBe(3);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/cut\.tar\.gz: ARCHIVE_CUT /)]);
    expect(stdout).toContain("The server rejects this node's password");
  });

  test('links are a warning, which fails nothing', async () => {
    const links = join(folder, 'links.tar');
    execFileSync('bash', [
      '-c',
      `cd ${bundle}; ln -s ${NODES[0]}/journald/k3s link.log; tar -cf ${links} .; rm link.log`,
    ]);
    const { code, stderr } = await command(['scan', links]);
    expect([code, stderr]).toEqual([0, `${links}: warning ARCHIVE_LINKS 1 link not followed\n`]);
  });

  test('names of members can not act on a terminal', async () => {
    const evil = join(folder, 'evil.tar');
    const name = '\x1b]0;owned\x07\x1b[31m.log';
    execFileSync('bash', ['-c', `cd ${folder}; cp ${FAILING} "$1"; tar -cf ${evil} "$1"`, 'bash', name]);
    const { stdout } = await command(['scan', evil]);
    expect(stdout).toContain("The server rejects this node's password");
    expect(stdout).not.toContain('\x1b');
    expect(stdout).not.toContain('\x07');
  });

  test('7z is named, with what to run', async () => {
    const path = join(folder, 'logs.7z');
    writeFileSync(
      path,
      Buffer.concat([Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]), Buffer.alloc(100)]),
    );
    const { code, stderr } = await command(['scan', path]);
    expect([code, stderr]).toEqual([
      3,
      `${path}: ARCHIVE_NOT_READ 7z is not read (7z x -so ${path} | whynotready)\n`,
    ]);
  });
});
