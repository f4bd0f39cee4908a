/** Elasticsearch refuses to run as root: then it runs as `nobody`. */
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** The command and its arguments, as an account that is not root. */
export function unprivileged(command: readonly string[]): readonly string[] {
  if (!isRoot) return command;
  return ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command];
}

/** Gives a folder and all in it to that account. */
export function handOver(folder: string): void {
  if (!isRoot) return;
  chownSync(folder, NOBODY, NOBODY);
  for (const name of readdirSync(folder, { recursive: true }) as string[])
    chownSync(join(folder, name), NOBODY, NOBODY);
}

/** Where downloads are kept; root's home is closed to the other account. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const base = XDG_CACHE_HOME || (isRoot ? '/var/cache' : join(HOME ?? '.', '.cache'));
  return join(base, 'whynotready-servers');
}
