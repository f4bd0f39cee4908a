import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { FLAGS } from '../../src/cli/flags.ts';
import { manPage } from '../../src/cli/man.ts';
import { isMissing } from '../programs.ts';
import { call } from './commands/call.ts';

const FILE = 'docs/whynotready.1';

test('the page that is published is current (node scripts/build-man.ts)', async () => {
  expect(readFileSync(FILE, 'utf8')).toBe(manPage());
  expect(await call('man')).toEqual({ code: 0, stdout: manPage(), stderr: '' });
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ man: [FILE] });
});

describe.skipIf(isMissing('mandoc'))('as mandoc reads it', () => {
  test('nothing is wrong but that it names no day', () => {
    const { stdout, stderr } = spawnSync('mandoc', ['-Tlint', '-Wwarning', FILE], { encoding: 'utf8' });
    expect((stdout + stderr).trim().split('\n')).toEqual([expect.stringMatching(/missing date/)]);
  });

  test('every command and every flag is in it', () => {
    const { stdout } = spawnSync('mandoc', ['-Tascii', '-O', 'width=200', FILE], { encoding: 'utf8' });
    const text = stdout.replace(/.\x08/g, '');
    for (const { name } of COMMANDS) expect(text).toContain(`whynotready ${name}`);
    for (const { name } of FLAGS) expect(text).toContain(`--${name}`);
  });
});
