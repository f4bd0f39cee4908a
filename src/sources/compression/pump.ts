/** Feeds one of Node's decompressing streams by hand: it works in the thread pool, one piece ahead and no further. */
import type { Zlib } from 'node:zlib';
import { broken } from './broken.ts';

/** Bytes of a piece. The pool makes the next one while this one is scanned, and waits when that takes longer. */
const PIECE = 1 << 20;
/** What such a stream is to be made with; the second is for the stream below it. */
export const PIECES = { chunkSize: PIECE, readableHighWaterMark: PIECE };

export class Pump {
  /** The compressed data is at its end; what follows was not used. */
  ended = false;
  private readonly stream: Zlib & NodeJS.ReadWriteStream & { destroy(): void };
  private failed: Error | undefined;
  private writing = false;
  private wake: (() => void) | undefined;
  private latest: Uint8Array | undefined;

  constructor(stream: Zlib & NodeJS.ReadWriteStream & { destroy(): void }) {
    this.stream = stream;
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

  /** Compressed bytes used so far; exact when `next` has said undefined. */
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

  /** A piece of what the last write holds; undefined when there is no more. Throws BrokenStream. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const piece = this.stream.read() as unknown as Uint8Array | null;
      if (piece !== null) return piece;
      if (this.failed !== undefined) throw broken(this.failed.message);
      if (this.ended || !this.writing) return undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Writes `chunk` and gives all that comes of it. */
  async *pieces(chunk: Uint8Array): AsyncGenerator<Uint8Array, void> {
    this.write(chunk);
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) {
      this.latest = piece;
      yield piece;
      // The stream goes on in a buffer until it is full.
      if (piece.byteOffset + piece.byteLength === PIECE) release(piece);
    }
  }

  close(): void {
    if (!this.writing && this.latest !== undefined) release(this.latest);
    this.stream.destroy();
  }
}

/**
 * Gives a piece's memory back at once: left to the garbage collector, it would collect all there is every few dozen pieces, which takes as
 * long as decompressing.
 */
function release({ buffer }: Uint8Array): void {
  // What is smaller may be a part of Node's pool.
  if (buffer.byteLength === PIECE) (buffer as ArrayBuffer).transfer(0);
}
