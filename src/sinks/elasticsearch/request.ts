/** Operations, and the batches that they are sent in. */

/** One line pair of a bulk request. */
export interface Operation {
  /** `index`: replaces an older version. `create`: only where there is none. `delete`: where what is there is older. `update`: only asks. */
  readonly action: 'index' | 'create' | 'delete' | 'update';
  readonly index: string;
  readonly id: string;
  /** External version; undefined for `create` and `update`. */
  readonly version?: number | undefined;
  /** JSON on one line; undefined for `delete`. */
  readonly document?: string | undefined;
}

/** The lines of a bulk request, without line ends. */
export function bulkLines(operations: readonly Operation[]): string[] {
  return operations.flatMap((operation) => {
    const line = JSON.stringify({ [operation.action]: actionOf(operation) });
    return operation.document === undefined ? [line] : [line, operation.document];
  });
}

function actionOf({ action, index, id, version }: Operation): Record<string, unknown> {
  return {
    _index: index,
    _id: id,
    ...(version === undefined ? {} : { version, version_type: 'external' }),
    // Without its set-up the cluster would make an index of its own, with wrong types.
    ...(action === 'create' ? {} : { require_alias: true }),
  };
}

/** Bytes that an operation takes in a request. */
export function sizeOf({ index, id, document }: Operation): number {
  return 120 + index.length + id.length + (document === undefined ? 0 : Buffer.byteLength(document));
}

/** How much goes into one request: halved when the server can't keep up, then growing slowly (as TCP does it). */
export class Limits {
  private readonly most: number;
  operations: number;
  bytes: number;

  constructor(operations: number, bytes: number) {
    this.most = operations;
    this.operations = operations;
    this.bytes = bytes;
  }

  /** The next request has half of what this one had. False: it can't be made smaller. */
  shrink(sent: readonly Operation[]): boolean {
    this.operations = Math.max(1, Math.floor(sent.length / 2));
    return sent.length > 1;
  }

  /** Never again a request as large as this one. */
  split(sent: readonly Operation[]): void {
    this.bytes = Math.max(1, Math.floor(bytesOf(sent) / 2));
  }

  /** After a request that went well. */
  grow(): void {
    this.operations = Math.min(this.most, Math.ceil(this.operations * 1.05));
  }

  /** How many of these, from the first on, go into one request: at least one. */
  fitting(waiting: readonly Operation[]): number {
    let bytes = 0;
    const end = Math.min(waiting.length, this.operations);
    for (let i = 0; i < end; i++) {
      bytes += sizeOf(waiting[i]!);
      if (bytes > this.bytes) return Math.max(1, i);
    }
    return end;
  }
}

function bytesOf(operations: readonly Operation[]): number {
  return operations.reduce((sum, operation) => sum + sizeOf(operation), 0);
}

/** Batches of what comes; the next one is made only when it is asked for. */
export async function* batches(
  operations: Iterable<Operation> | AsyncIterable<Operation>,
  limits: Limits,
): AsyncGenerator<Operation[]> {
  let batch: Operation[] = [];
  let bytes = 0;
  for await (const operation of operations) {
    const size = sizeOf(operation);
    if (batch.length > 0 && (batch.length >= limits.operations || bytes + size > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(operation);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
