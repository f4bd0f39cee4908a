/** The bytes of a member of a zip archive, unpacked and checked. */
import { crc32 } from 'node:zlib';
import { BrokenStream } from '../../compression/broken.ts';
import { Layer } from '../bounds.ts';
import type { Member, Opening } from '../member.ts';

/** What is known of the content, or will be when all of it was read. */
export interface Expected {
  readonly path: string;
  /** Known from the start, or from a record behind the data; undefined: never. */
  readonly check: () => { readonly crc: number; readonly size: number } | undefined;
}

/** Pieces come from `pieces`, each valid until the next; `taken` says how many compressed bytes they took (stored: undefined). */
export class ZipContent {
  /** All was read, or as much as there is. */
  ended = false;
  /** All was read. */
  isWhole = false;
  private crc = 0;
  private size = 0;
  private readonly pieces: AsyncGenerator<Uint8Array, void>;
  private readonly expected: Expected;
  private readonly opening: Opening;
  private readonly layer: Layer | undefined;
  private readonly taken: (() => number) | undefined;
  private left: Uint8Array = new Uint8Array(0);

  constructor(
    pieces: AsyncGenerator<Uint8Array, void>,
    expected: Expected,
    opening: Opening,
    taken: (() => number) | undefined,
  ) {
    this.pieces = pieces;
    this.expected = expected;
    this.opening = opening;
    this.taken = taken;
    this.layer = taken === undefined ? undefined : new Layer(opening.meter);
  }

  readonly read: Member['read'] = (target) => {
    if (this.left.length > 0) return this.give(target);
    return this.ended ? 0 : this.more().then(() => this.give(target));
  };

  /** Reads what is left, to know where it ends. */
  async drain(): Promise<void> {
    while (!this.ended) {
      this.left = new Uint8Array(0);
      await this.more();
    }
  }

  /** Ends it where it stands. */
  async stop(): Promise<void> {
    this.ended = true;
    this.left = new Uint8Array(0);
    await this.pieces.return();
  }

  private give(target: Uint8Array): number {
    const count = Math.min(target.length, this.left.length);
    target.set(this.left.subarray(0, count));
    this.left = this.left.subarray(count);
    return count;
  }

  private async more(): Promise<void> {
    while (this.left.length === 0 && !this.ended) {
      // The memory of a piece is gone when the next one is asked for.
      this.left = new Uint8Array(0);
      const piece = await this.next();
      if (piece === undefined) this.ended = true;
      else this.take(piece);
    }
  }

  private take(piece: Uint8Array): void {
    this.left = piece;
    this.size += piece.length;
    this.crc = crc32(piece, this.crc);
    if (this.layer === undefined) return;
    this.layer.taken = this.taken!();
    const why = this.layer.give(piece.length);
    if (why === undefined) return;
    this.ended = true;
    this.say('ARCHIVE_BOMB', `stopped: ${why}`);
  }

  private async next(): Promise<Uint8Array | undefined> {
    try {
      const result = await this.pieces.next();
      if (result.done !== true) return result.value;
      this.isWhole = true;
      this.verify();
    } catch (error) {
      if (!(error instanceof BrokenStream)) throw error;
      if (error.kind === 'cut') this.opening.trouble.cut('its data ends too early', this.expected.path);
      else this.say('ARCHIVE_BROKEN', `its data is broken after ${this.size} bytes: ${error.message}`);
    }
    return undefined;
  }

  private verify(): void {
    const told = this.expected.check();
    if (told === undefined) return;
    if (told.size !== this.size)
      this.say('ARCHIVE_BROKEN', `it has ${this.size} bytes, not ${told.size} as told; all are read`);
    else if (told.crc !== this.crc)
      this.say('ARCHIVE_BROKEN', 'its checksum is wrong; what there is was read');
  }

  private say(code: 'ARCHIVE_BOMB' | 'ARCHIVE_BROKEN', message: string): void {
    this.opening.trouble.add(code, message, { member: this.expected.path });
  }
}
