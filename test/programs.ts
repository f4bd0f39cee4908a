/** Programs of the system that tests use. Tests without theirs are skipped, which fails in CI (scripts/test-verdict.ts). */
import { spawnSync } from 'node:child_process';

/** Says so when it is missing. */
export function isMissing(program: string): boolean {
  const missing = spawnSync(program, ['--version']).error !== undefined;
  if (missing) console.warn(`*** ${program} is not installed; scripts/setup-tests.sh installs it`);
  return missing;
}

/** `input` on its standard input; throws with all that it says when it does not end with 0. */
export function runProgram(program: string, args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
}
