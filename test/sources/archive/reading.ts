/** Reads all leaves of a source, and makes archives with the system's own programs. */
import { execFileSync } from 'node:child_process';
import type { ExecFileSyncOptions } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Problem } from '../../../src/core/errors.ts';
import { DEFAULT_BOUNDS } from '../../../src/sources/archive/bounds.ts';
import type { Bounds } from '../../../src/sources/archive/bounds.ts';
import { fileInput, streamInput } from '../../../src/sources/input.ts';
import type { Input } from '../../../src/sources/input.ts';
import { leavesOf } from '../../../src/sources/leaves.ts';
import type { LeafOptions } from '../../../src/sources/leaves.ts';

export interface ReadLeaf {
  readonly name: string;
  readonly modified: number;
  readonly bytes: Buffer;
}

export interface ReadSource {
  readonly leaves: readonly ReadLeaf[];
  readonly problems: readonly Problem[];
}

/** Pieces of this size are asked for. */
const PIECE = 40_000;

export async function readSource(
  input: Input,
  bounds: Partial<Bounds> = {},
  choice: Partial<LeafOptions> = {},
): Promise<ReadSource> {
  const problems: Problem[] = [];
  const leaves: ReadLeaf[] = [];
  const options = {
    named: true,
    onProblem: (problem: Problem) => problems.push(problem),
    bounds: { ...DEFAULT_BOUNDS, ...bounds },
    ...choice,
  };
  for await (const { input: leaf } of leavesOf(input, options)) {
    leaves.push({ name: leaf.name, modified: leaf.modified, bytes: await allOf(leaf) });
  }
  return { leaves, problems };
}

export async function readFile(path: string, bounds?: Partial<Bounds>): Promise<ReadSource> {
  return readSource(fileInput(path, path), bounds);
}

/** The same bytes as a stream, in pieces. */
export async function readStream(
  bytes: Uint8Array,
  bounds?: Partial<Bounds>,
  piece = 65_536,
): Promise<ReadSource> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const close = (): void => undefined;
  return readSource(streamInput({ name: '-', chunks: chunks(), close, now: 0, pause: undefined }), bounds);
}

export async function allOf(input: Input): Promise<Buffer> {
  const parts: Buffer[] = [];
  const target = new Uint8Array(PIECE);
  for (;;) {
    const count = await input.read(target);
    if (count === 0) return Buffer.concat(parts);
    parts.push(Buffer.from(target.subarray(0, count)));
  }
}

/** Names behind the archive's own, with their texts. */
export function texts({ leaves }: ReadSource): Record<string, string> {
  return Object.fromEntries(
    leaves.map(({ name, bytes }) => [name.slice(name.indexOf('!') + 1), bytes.toString()]),
  );
}

export function codes({ problems }: ReadSource): string[] {
  return problems.map(({ code }) => code);
}

export function folder(): string {
  return mkdtempSync(join(tmpdir(), 'whynotready-archive-'));
}

/** Standard output; what the program says on stderr is left out. */
export function run(command: string, args: readonly string[], options: ExecFileSyncOptions = {}): Buffer {
  return execFileSync(command, args, {
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
    ...options,
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  }) as Buffer;
}

/** Writes the files into a new folder. */
export function written(files: readonly (readonly [string, string])[]): string {
  const root = folder();
  for (const [name, content] of files) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}
