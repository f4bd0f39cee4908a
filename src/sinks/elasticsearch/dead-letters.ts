/** What could not be delivered, kept in a file: one JSON object a line, which `elastic resend` takes up again. */
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { jsonText } from '../json-text.ts';
import type { Operation } from './request.ts';

export interface Refusal {
  /** HTTP status; 0: there was none. */
  readonly status: number;
  readonly reason: string;
}

/** The file is made with the first letter; letters go at its end. */
export class DeadLetters {
  readonly path: string;
  count = 0;
  private file: number | undefined;
  private failed: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Why the file can't be written; undefined: it can. */
  get failure(): string | undefined {
    return this.failed;
  }

  add(operation: Operation, refusal: Refusal): void {
    this.count++;
    if (this.failed !== undefined) return;
    try {
      // Logs are nobody else's business.
      this.file ??= openSync(this.path, 'a', 0o600);
      writeSync(this.file, `${letterOf(operation, refusal)}\n`);
    } catch (error) {
      this.failed = error instanceof Error ? error.message : String(error);
    }
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}

function letterOf({ document, ...operation }: Operation, { status, reason }: Refusal): string {
  const head = JSON.stringify({ status, reason, ...operation });
  return document === undefined ? head : `${head.slice(0, -1)},"document":${document}}`;
}

export type Letter = { readonly operation: Operation } | { readonly line: number };

/** The operations of a file; `line`: one that holds none. */
export async function* readLetters(path: string): AsyncGenerator<Letter> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number++;
    if (line.trim() === '') continue;
    const operation = operationOf(line);
    yield operation === undefined ? { line: number } : { operation };
  }
}

function operationOf(line: string): Operation | undefined {
  let letter: Record<string, unknown>;
  try {
    letter = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { action, index, id, version, document } = letter ?? {};
  if (typeof index !== 'string' || typeof id !== 'string') return undefined;
  if (action === 'delete' && isVersion(version)) return { action, index, id, version };
  if (typeof document !== 'object' || document === null) return undefined;
  const text = jsonText(document);
  if (action === 'create' || action === 'update') return { action, index, id, document: text };
  return action === 'index' && isVersion(version)
    ? { action, index, id, version, document: text }
    : undefined;
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
