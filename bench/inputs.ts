/** The bench's logs in the other shapes that people have: compressed, rotated, in a bundle. Made by the system's own tools. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA } from './generate.ts';

const NEWLINE = 10;
/** Files of a support bundle. */
const MEMBERS = 20;

/** `log.gz` beside the log. */
export function gzipped(log: string): string {
  return madeOf(log, `${log}.gz`, (path) => shell('gzip -6 -c "$1" > "$2"', log, path));
}

/** `log.zst` beside the log. */
export function zstandard(log: string): string {
  return madeOf(log, `${log}.zst`, (path) => shell('zstd -q -f -3 "$1" -o "$2"', log, path));
}

/** A folder of so many files, cut at line ends, the oldest with the highest number, as logrotate names them. */
export function rotated(log: string, count: number): string {
  return madeOf(log, join(DATA, `rotated-${count}`), (path) => cut(log, path, count));
}

/** A tar.gz with gzipped logs inside. */
export function bundle(log: string): string {
  return madeOf(log, join(DATA, 'bundle.tar.gz'), (path) => {
    const folder = join(DATA, 'bundle');
    cut(log, join(folder, 'node1', 'var', 'log'), MEMBERS);
    shell('gzip -r "$1" && tar -czf "$2" -C "$1" .', folder, path);
    rmSync(folder, { recursive: true });
  });
}

/** Made anew when the log was. */
export function madeOf(log: string, path: string, make: (path: string) => void): string {
  const note = `${path}.made`;
  const plan = readFileSync(`${log}.made`, 'utf8');
  if (existsSync(path) && existsSync(note) && readFileSync(note, 'utf8') === plan) return path;
  rmSync(path, { recursive: true, force: true });
  make(path);
  writeFileSync(note, plan);
  return path;
}

function cut(log: string, folder: string, count: number): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bytes = readFileSync(log);
  let from = 0;
  for (let i = 0; i < count; i++) {
    const goal = Math.round((bytes.length * (i + 1)) / count);
    const to = i === count - 1 ? bytes.length : bytes.indexOf(NEWLINE, goal) + 1;
    const age = count - 1 - i;
    writeFileSync(join(folder, age === 0 ? 'k3s.log' : `k3s.log.${age}`), bytes.subarray(from, to));
    from = to;
  }
}

function shell(script: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('sh', ['-c', script, 'sh', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
}
