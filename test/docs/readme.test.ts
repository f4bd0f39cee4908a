/**
 * What README promises, done: its example outputs, its rule, its library call.
 * UPDATE_README=1 writes the answer that is given today into it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const README = readFileSync('README.md', 'utf8');
const BIN = resolve('bin/whynotready.js');

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (found) => found[1]!,
  );
}

function run(args: readonly string[], cwd = '.'): string {
  return execFileSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
}

/** The rules grow; the picture need not be taken anew for that. */
function counted(answer: string): string {
  return answer.replace(/\d+ rules \(pack \w+\)/, 'N rules');
}

function rewritten(old: string, answer: string): string {
  writeFileSync(
    'README.md',
    README.replace(old, () => answer),
  );
  return answer;
}

describe('README', () => {
  test('the answer shown is the answer given', () => {
    for (const block of blocks('console')) {
      const [command, ...output] = block.split('\n');
      expect(command).toMatch(/^\$ npx whynotready /);
      const answer = run(command!.split(' ').slice(3));
      const wanted =
        process.env['UPDATE_README'] === '1' ? rewritten(output.join('\n'), answer) : output.join('\n');
      expect(counted(answer)).toBe(counted(wanted));
    }
    expect(blocks('console').length).toBe(1);
  });

  test('the rule loads, and its tests pass', () => {
    const folder = mkdtempSync(join(tmpdir(), 'readme-'));
    mkdirSync(join(folder, 'my-rules/registry'), { recursive: true });
    writeFileSync(join(folder, 'my-rules/registry/mirror-down.yaml'), blocks('yaml')[0]!);
    expect(run(['rules', 'test', 'my-rules'], folder)).toMatch(/2 (?:tests? )?passed/);
  });

  test('the library does the same', () => {
    // Inside the package its own name resolves to its build.
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', blocks('ts')[0]!], {
      encoding: 'utf8',
    });
    expect(output).toMatch(/^critical {2}The server rejects this node's password$/m);
  });

  test('each link leads to a file', () => {
    for (const [, path] of README.matchAll(/\]\(([\w./-]+)\)/g))
      expect(() => readFileSync(path!)).not.toThrow();
  });
});
