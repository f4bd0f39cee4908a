/** Compressed streams, told by their content: decompressed as they are read, no further than asked for. */
import type { Problem } from '../../core/errors.ts';
import { HEAD_BYTES, joined } from '../input.ts';
import type { Input } from '../input.ts';
import { BrokenStream } from './broken.ts';
import { Bytes } from './bytes.ts';
import type { Compression } from './kind.ts';

export { compressionOf, unreadCompressionOf } from './kind.ts';
export type { Compression } from './kind.ts';

export interface DecompressOptions {
  /** Takes the one thing that ended the stream early; all bytes decoded before it have been given then. */
  readonly onProblem: (problem: Problem) => void;
}

/** A decompressed stream, with both its sides counted: what bounds on ratio and total are held against. */
export interface Decompressed extends Input {
  /** Compressed bytes used so far. */
  readonly compressed: number;
  /** Decompressed bytes made so far; at most 1 MiB more than were read. */
  readonly decompressed: number;
}

/** Pieces of any size, each valid until the next is asked for. Throws BrokenStream behind the last good byte. */
export type Decoder = (bytes: Bytes, inner: Input) => AsyncGenerator<Uint8Array, void>;

/** A decoder is loaded when the first stream of its kind is read. */
const DECODERS: Record<Compression, () => Promise<Decoder>> = {
  gzip: async () => (await import('./gzip.ts')).gunzip,
  zstd: async () => (await import('./zstd.ts')).unzstd,
  xz: async () => (await import('./xz.ts')).unxz,
  lz4: async () => (await import('./lz4.ts')).unlz4,
  bzip2: async () => (await import('./bzip2.ts')).bunzip2,
};

/** `inner` as it was before it was compressed. Closing it closes `inner`. What the system says of `inner` is thrown. */
export function decompress(kind: Compression, inner: Input, options: DecompressOptions): Decompressed {
  return new Decompression(kind, inner, options);
}

class Decompression implements Decompressed {
  readonly name: string;
  readonly size = undefined;
  readonly modified: number;
  decompressed = 0;
  private readonly kind: Compression;
  private readonly inner: Input;
  private readonly options: DecompressOptions;
  private readonly bytes: Bytes;
  private pieces: AsyncGenerator<Uint8Array, void> | undefined;
  private left: Uint8Array = new Uint8Array(0);
  private ended = false;

  constructor(kind: Compression, inner: Input, options: DecompressOptions) {
    this.kind = kind;
    this.inner = inner;
    this.options = options;
    this.name = inner.name;
    this.modified = inner.modified;
    this.bytes = new Bytes(inner);
  }

  get compressed(): number {
    return this.bytes.taken;
  }

  async head(): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    while (size < HEAD_BYTES && (await this.more())) {
      // A piece is good only until the next one; `slice` of one of Node's buffers would be the same memory.
      parts.push(new Uint8Array(this.left));
      size += this.left.length;
      this.left = new Uint8Array(0);
    }
    this.left = joined(parts, size);
    return this.left.subarray(0, HEAD_BYTES);
  }

  read(target: Uint8Array): number | Promise<number> {
    return this.left.length > 0 ? this.give(target) : this.more().then(() => this.give(target));
  }

  close(): void {
    this.ended = true;
    // A generator that waits for its decoder ends after it; nobody waits for that.
    void this.pieces?.return().catch(() => undefined);
    this.inner.close();
  }

  private give(target: Uint8Array): number {
    const count = Math.min(this.left.length, target.length);
    // At the end it is a part of a piece that is gone.
    if (count === 0) return 0;
    target.set(count === this.left.length ? this.left : this.left.subarray(0, count));
    this.left = this.left.subarray(count);
    return count;
  }

  /** Makes `left` hold something; false at the end. */
  private async more(): Promise<boolean> {
    while (this.left.length === 0 && !this.ended) {
      const piece = await this.next();
      if (piece === undefined) this.ended = true;
      else {
        this.left = piece;
        this.decompressed += piece.length;
      }
    }
    return this.left.length > 0;
  }

  private async next(): Promise<Uint8Array | undefined> {
    try {
      this.pieces ??= (await DECODERS[this.kind]())(this.bytes, this.inner);
      const result = await this.pieces.next();
      return result.done === true ? undefined : result.value;
    } catch (error) {
      if (!(error instanceof BrokenStream)) throw error;
      this.options.onProblem(this.problem(error));
      return undefined;
    }
  }

  private problem({ kind, message }: BrokenStream): Problem {
    const after = `after ${this.decompressed} decompressed bytes`;
    const place = { file: this.name };
    if (kind === 'cut') {
      const fix = 'copy or pack the file anew; what came before the cut was read';
      return { code: 'ARCHIVE_CUT', message: `the ${this.kind} data ends too early, ${after}`, place, fix };
    }
    const said =
      kind === 'broken'
        ? `the ${this.kind} data is broken ${after}: ${message}`
        : `something that is no ${this.kind} follows ${after}; it is not read`;
    const fix = `copy or pack the file anew; what came before that place was read`;
    return { code: 'ARCHIVE_BROKEN', message: said, place, fix };
  }
}
