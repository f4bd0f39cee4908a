/** Runs one call of the tool inside the test's own process. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../../src/cli/run.ts';

export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Exit code and what was written. The clock stands at 2026-11-21. */
export async function call(...words: string[]): Promise<Called> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(words, {
    name: 'whynotready',
    env: {},
    platform: 'linux',
    stdin: { isTTY: true },
    stdout: { write: (text) => out.push(text), columns: 120 },
    stderr: { write: (text) => err.push(text) },
    now: () => Date.UTC(2026, 10, 21),
    interruptible: () => new AbortController().signal,
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

/** A new folder with these files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'whynotready-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}
