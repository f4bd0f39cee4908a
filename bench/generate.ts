/**
 * Makes the logs of the bench: k3s as journalctl prints it, of real lines whose times, ids and durations are filled anew.
 * Run: node bench/generate.ts [--kind sparse|dense] [--size MB] [--seed N]
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LineWriter } from './line-writer.ts';
import { packLiterals } from './pack.ts';
import { Random } from './random.ts';
import { readTemplates } from './templates.ts';

export const DATA = 'bench/data';
const BLOCK = 8 << 20;
/** No template is longer. */
const LINE = 64 << 10;

/** Shares of lines that hold one of the literals. */
const SHARES = { sparse: 0.0005, dense: 0.9 };
export type LogKind = keyof typeof SHARES;

export interface LogPlan {
  readonly kind: LogKind;
  /** Millions of bytes; the file ends with the line that reaches it. */
  readonly megabytes: number;
  readonly seed: number;
}

/** Path of such a log. It is written unless it is there already, made by the same plan and literals. */
export function logFile(plan: LogPlan, literals: readonly string[]): string {
  mkdirSync(DATA, { recursive: true });
  const path = join(DATA, `${plan.kind}-${plan.megabytes}.log`);
  const hash = createHash('sha256')
    .update(JSON.stringify([plan, literals]))
    .digest('hex');
  const made =
    existsSync(path) && existsSync(`${path}.made`) && readFileSync(`${path}.made`, 'utf8') === hash;
  if (!made) {
    write(path, plan, literals);
    writeFileSync(`${path}.made`, hash);
  }
  return path;
}

function write(path: string, plan: LogPlan, literals: readonly string[]): void {
  const { quiet, failing } = readTemplates(literals);
  const random = new Random(plan.seed);
  const writer = new LineWriter(plan.seed);
  const block = Buffer.alloc(BLOCK + LINE);
  const total = plan.megabytes * 1e6;
  const file = openSync(path, 'w');
  for (let written = 0; written < total;) {
    const goal = Math.min(BLOCK, total - written);
    let at = 0;
    while (at < goal) {
      const pool = random.next() < SHARES[plan.kind] * 2 ** 32 ? failing : quiet;
      at = writer.write(block, at, pool[random.below(pool.length)]!);
    }
    writeAll(file, block.subarray(0, at));
    written += at;
  }
  closeSync(file);
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: 'sparse' },
      size: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
    },
  });
  const kind = values.kind === 'dense' ? 'dense' : 'sparse';
  const plan = { kind, megabytes: Number(values.size), seed: Number(values.seed) } as const;
  const path = logFile(plan, await packLiterals());
  console.log(`${path} ${statSync(path).size}`);
}
