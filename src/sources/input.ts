/** What is read: bytes in order, from a file or a stream, with what is known of it beforehand. */
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Bytes looked at to tell the kind of a source and its first exact time. */
export const HEAD_BYTES = 64 << 10;

export interface Input {
  readonly name: string;
  /** Bytes in all; undefined for streams. */
  readonly size: number | undefined;
  /** ms since the epoch; for streams the time of the start. */
  readonly modified: number;
  /** Of a file on disk: where it is. */
  readonly path?: string;
  /** Of a file on disk: reads from any place, without moving where `read` stands. Number of bytes, 0 behind the end. */
  readonly readAt?: (target: Uint8Array, position: number) => number;
  /** The first HEAD_BYTES, or fewer when the source is shorter (or pauses, when live). */
  head(): Promise<Uint8Array>;
  /** Reads on into `target`: number of bytes, 0 at the end. With `live`, -1 when nothing came for a moment. */
  read(target: Uint8Array): number | Promise<number>;
  /** May be called again. */
  close(): void;
}

/**
 * Opens a file; throws what the system says. A number is an open descriptor (standard input that is a file). A named pipe or a terminal
 * is opened when it is read, as that may take any time, and is read as a stream, which `signal` ends however long it stays open.
 */
export function fileInput(name: string, path: string | number, signal?: AbortSignal): Input {
  if (typeof path === 'string' && !statSync(path).isFile()) return namedPipe(name, path, signal);
  const fd = typeof path === 'number' ? path : openSync(path, 'r');
  const stat = fstatSync(fd);
  let position = 0;
  let isOpen = typeof path !== 'number';
  let head: Uint8Array | undefined;
  /** Asked for by each who tells a kind; files are many, and mostly small. */
  const headOf = (): Uint8Array => {
    const space = new Uint8Array(stat.size > 0 ? Math.min(stat.size, HEAD_BYTES) : HEAD_BYTES);
    return space.subarray(0, readSync(fd, space, 0, space.length, 0));
  };
  return {
    name,
    size: stat.size,
    modified: stat.mtimeMs,
    ...(typeof path === 'number' ? {} : { path }),
    readAt: (target, at) => readSync(fd, target, 0, target.length, at),
    head: async () => (head ??= headOf()),
    read: (target) => {
      // Of a small file all is there already.
      if (position === 0 && head !== undefined && head.length < HEAD_BYTES && head.length <= target.length) {
        target.set(head);
        return (position = head.length);
      }
      const count = readSync(fd, target, 0, target.length, position);
      position += count;
      return count;
    },
    close: () => {
      if (isOpen) closeSync(fd);
      isOpen = false;
    },
  };
}

/** A thread that waits for a pipe's writer could not be stopped, so pipes are opened without waiting. */
function namedPipe(name: string, path: string, signal: AbortSignal | undefined): Input {
  const stream = statSync(path).isFIFO() ? pipeStream(path) : createReadStream(path);
  // Said by the next read.
  stream.on('error', () => {});
  // A read that waits for the pipe shall see its end.
  const end = (): void => void stream.push(null);
  if (signal?.aborted === true) end();
  signal?.addEventListener('abort', end, { once: true });
  const close = (): void => {
    signal?.removeEventListener('abort', end);
    stream.destroy();
  };
  return streamInput({ name, chunks: stream, close, now: Date.now(), pause: undefined });
}

function pipeStream(path: string): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const { Socket } = process.getBuiltinModule('node:net');
  return new Socket({ fd, readable: true, writable: false });
}

export interface StreamOptions {
  readonly name: string;
  /** Bytes in pieces of any size. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the stream. */
  readonly close: () => void;
  /** ms since the epoch of the start. */
  readonly now: number;
  /** ms of silence after which `read` says -1 instead of waiting on; undefined: wait. */
  readonly pause: number | undefined;
}

/** A stream, read only as fast as it is asked for. */
export function streamInput(options: StreamOptions): Input {
  const chunks = options.chunks[Symbol.asyncIterator]();
  let pending: Promise<IteratorResult<Uint8Array>> | undefined;
  let ended = false;
  let left: Uint8Array = new Uint8Array(0);

  /** False: the stream pauses. At the end `left` stays empty. */
  async function more(): Promise<boolean> {
    if (left.length > 0 || ended) return true;
    pending ??= chunks.next();
    const result =
      options.pause === undefined
        ? await pending
        : await Promise.race([pending, delay(options.pause, undefined)]);
    if (result === undefined) return false;
    pending = undefined;
    if (result.done === true) ended = true;
    else left = result.value;
    return true;
  }

  async function head(): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    while (size < HEAD_BYTES && (await more()) && left.length > 0) {
      parts.push(left);
      size += left.length;
      left = new Uint8Array(0);
    }
    left = joined(parts, size);
    return left.subarray(0, HEAD_BYTES);
  }

  async function read(target: Uint8Array): Promise<number> {
    if (!(await more())) return -1;
    const count = Math.min(left.length, target.length);
    target.set(left.subarray(0, count));
    left = left.subarray(count);
    return count;
  }

  return {
    name: options.name,
    size: undefined,
    modified: options.now,
    head,
    read,
    close: options.close,
  };
}

/** Pieces in one; `size`: the sum of theirs. */
export function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
