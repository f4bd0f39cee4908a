import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { bashCompletion } from '../../src/cli/completion/bash.ts';
import { fishCompletion } from '../../src/cli/completion/fish.ts';
import { zshCompletion } from '../../src/cli/completion/zsh.ts';
import { FLAGS } from '../../src/cli/flags.ts';
import { isMissing } from '../programs.ts';
import { call } from './commands/call.ts';

const TEXTS = { bash: bashCompletion(), zsh: zshCompletion(), fish: fishCompletion() };

test.each(['bash', 'zsh', 'fish'] as const)('%s: every flag and every command', async (shell) => {
  const text = TEXTS[shell];
  expect(await call('completion', shell)).toEqual({ code: 0, stdout: text, stderr: '' });
  for (const { name } of FLAGS) expect(text).toContain(shell === 'fish' ? `-l ${name} ` : `--${name}`);
  for (const { name } of COMMANDS) expect(text).toContain(name.split(' ').at(-1)!);
});

test('another shell', async () => {
  expect((await call('completion', 'tcsh')).stderr).toContain('fix: one of bash, zsh, fish');
});

describe('bash', () => {
  /** What bash offers for the words typed so far, the last one unfinished; `=` is a word of its own, as bash has it. */
  function offers(...words: string[]): string[] {
    const script = `${TEXTS.bash}
COMP_WORDS=(whynotready "$@"); COMP_CWORD=$#; COMPREPLY=(); _whynotready
printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['--norc', '-c', script, '-', ...words], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '');
  }

  test.each([
    [['exp'], ['explain']],
    [
      ['rules', 'li'],
      ['list', 'lint'],
    ],
    [['--fail'], ['--fail-on']],
    [['scan', '--fail-on', 'h'], ['high']],
    [['scan', '--fail-on', '=', 'h'], ['high']],
    [['rules', 'list', '--sev'], ['--severity']],
    [['rules', 'show', '--sev'], []],
    [['scan', '--host', 'rules', '--no-s'], ['--no-scanner']],
    [['scan', '-o', 'mark'], ['markdown']],
    [['scan', '-o', 'markdown', '=', 'READ'], ['README.md']],
    [['scan', '--output', '=', 'markdown', '=', 'READ'], ['README.md']],
    [['scan', '--rules', 'READ'], ['README.md']],
    [['READ'], ['README.md']],
    [['k3s.log', '--min-s'], ['--min-severity']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['man', ''], []],
  ])('%j', (words, expected) => {
    expect(offers(...words)).toEqual(expected);
  });
});

describe.skipIf(isMissing('zsh'))('zsh', () => {
  test('its syntax is right, and it registers', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'zsh-')), '_whynotready');
    writeFileSync(file, TEXTS.zsh);
    expect(spawnSync('zsh', ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    const script =
      'autoload -U compinit && compinit -D -u; source $1; print -r -- $_comps[whynotready] $_comps[kubectl-whynotready]';
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', script, '-', file], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['_whynotready _whynotready\n', '']);
  });
});

describe.skipIf(isMissing('fish'))('fish', () => {
  /** Without descriptions. */
  function offers(line: string): string[] {
    const folder = mkdtempSync(join(tmpdir(), 'fish-'));
    writeFileSync(join(folder, 'whynotready.fish'), TEXTS.fish);
    const script = `source ${folder}/whynotready.fish; complete -C '${line}'`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    });
    expect(stderr).toBe('');
    return stdout.split('\n').flatMap((each) => (each === '' ? [] : each.split('\t')[0]!));
  }

  test.each([
    ['whynotready expl', ['explain']],
    ['whynotready rules li', ['lint', 'list']],
    ['whynotready --fail', ['--fail-on']],
    ['whynotready rules list --sev', ['--severity']],
    ['whynotready rules show --sev', []],
    ['whynotready scan -o mark', ['markdown', 'markdown=']],
    ['whynotready completion ', ['bash', 'fish', 'zsh']],
  ])('%s', (line, expected) => {
    expect(offers(line)).toEqual(expected);
  });
});
