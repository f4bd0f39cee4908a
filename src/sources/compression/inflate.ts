/** Deflate data (RFC 1951), inflated by Node in its thread pool while the last piece is worked on. */
import { createInflateRaw } from 'node:zlib';
import { broken, cut } from './broken.ts';
import type { Bytes } from './bytes.ts';

/** Bytes of a piece. Larger ones leave the processor's cache, smaller ones wait more often for the pool. */
const PIECE = 256 << 10;
/** Passed on to the stream below: one piece ahead. */
const OPTIONS = { chunkSize: PIECE, readableHighWaterMark: PIECE };

/** Takes the deflate data that `bytes` begins with, and gives what it holds. */
export async function* inflateMember(bytes: Bytes): AsyncGenerator<Uint8Array, void> {
  const inflater = new Inflater();
  try {
    while (!inflater.ended) {
      if (!(await bytes.fill(1))) throw cut();
      const before = inflater.used;
      inflater.write(bytes.view);
      for (let piece = await inflater.next(); piece !== undefined; piece = await inflater.next()) yield piece;
      bytes.take(inflater.used - before);
    }
  } finally {
    inflater.close();
  }
}

class Inflater {
  /** The deflate data is at its end. */
  ended = false;
  private readonly stream = createInflateRaw(OPTIONS);
  private failed: Error | undefined;
  private writing = false;
  private wake: (() => void) | undefined;

  constructor() {
    const { stream } = this;
    stream.on('readable', () => this.wake?.());
    stream.on('end', () => {
      this.ended = true;
      this.wake?.();
    });
    stream.on('error', (error) => {
      this.failed = error;
      this.wake?.();
    });
  }

  /** Compressed bytes used so far; exact when a write has ended. */
  get used(): number {
    return this.stream.bytesWritten;
  }

  /** `chunk` must stay as it is until `next` says undefined. */
  write(chunk: Uint8Array): void {
    this.writing = true;
    this.stream.write(chunk, () => {
      this.writing = false;
      this.wake?.();
    });
  }

  /** A piece of what the last write holds; undefined when there is no more. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const piece = this.stream.read() as Uint8Array | null;
      if (piece !== null) return piece;
      if (this.failed !== undefined) throw broken(this.failed.message);
      if (this.ended || !this.writing) return undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  close(): void {
    this.stream.destroy();
  }
}
