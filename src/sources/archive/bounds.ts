/** How much a source may unfold to. What goes beyond is a line on stderr, never a machine that runs out of memory or time. */

export interface Bounds {
  /** Archives inside each other; a compression that holds another compression counts, too. */
  readonly depth: number;
  /** Members of all archives of a source. */
  readonly entries: number;
  /** Bytes that a compression may give before its ratio counts. */
  readonly free: number;
  /** Bytes out for a byte in. Logs come to 10 to 50, one line repeated to some hundreds. */
  readonly ratio: number;
  /** Decompressed bytes of a source, all layers together. */
  readonly total: number;
}

export const DEFAULT_BOUNDS: Bounds = {
  depth: 4,
  entries: 1_000_000,
  free: 64 << 20,
  ratio: 1000,
  total: 256 * 2 ** 30,
};

/** Bombs in one source that are stopped one by one; then the source is. */
const MAX_PARDONS = 16;

/** Counts what one top-level source unfolds to, whatever its layers. */
export class Meter {
  readonly bounds: Bounds;
  /** Bytes read from the source itself. */
  private consumed = 0;
  private entries = 0;
  private produced = 0;
  private forgiven = 0;
  private pardons = MAX_PARDONS;

  constructor(bounds: Bounds) {
    this.bounds = bounds;
  }

  /** Why no layer may give more; undefined: it may. */
  get full(): string | undefined {
    const { total, free, ratio } = this.bounds;
    if (this.produced > total) return `it unfolds to more than ${total / 2 ** 30} GiB`;
    const made = this.produced - this.forgiven;
    return made > free && made > ratio * this.consumed
      ? `it unfolds to more than ${ratio} times its size`
      : undefined;
  }

  /** Counts a member; false: there are too many. */
  enter(): boolean {
    return ++this.entries <= this.bounds.entries;
  }

  consume(bytes: number): void {
    this.consumed += bytes;
  }

  add(bytes: number): void {
    this.produced += bytes;
  }

  /** A layer was stopped on its own account: what it made is not held against the rest of the source, the first times. */
  forgive(bytes: number): void {
    if (this.pardons-- > 0) this.forgiven += bytes;
  }
}

/** One decompression, or the holes of one sparse file. */
export class Layer {
  /** Compressed bytes read. */
  taken = 0;
  /** Once said, nothing more is given. */
  stopped: string | undefined;
  private given = 0;
  private readonly meter: Meter;

  constructor(meter: Meter) {
    this.meter = meter;
  }

  /** Takes note of bytes that came out; the reason when they are too many. */
  give(bytes: number): string | undefined {
    this.given += bytes;
    this.meter.add(bytes);
    const { free, ratio } = this.meter.bounds;
    const isBomb = this.given > free && this.given > ratio * this.taken;
    this.stopped = isBomb ? `it unfolds to more than ${ratio} times its size` : this.meter.full;
    // Small by itself, it may still be too much for the source around it: then it is the one to stop.
    if (this.stopped !== undefined && this.given > free / 2) this.meter.forgive(this.given);
    return this.stopped;
  }
}
