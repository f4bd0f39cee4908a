/** Reads tar archives in all their dialects, as a stream. What is damaged is passed over to the next header that makes sense. */
import type { Input } from '../../input.ts';
import { Cursor } from '../cursor.ts';
import type { Member, Opening } from '../member.ts';
import { runOn } from '../names.ts';
import { sparseRead, storedRead } from './content.ts';
import { overridesOf, paxRecords, withOverrides } from './extended.ts';
import type { Overrides, PaxRecords } from './extended.ts';
import { BLOCK, isHeader, isZeroBlock, parseHeader, text } from './header.ts';
import type { TarHeader } from './header.ts';
import { mapOf, oldMap } from './sparse-map.ts';
import { isSound, paxSparse } from './sparse.ts';
import type { SparseFile } from './sparse.ts';

/** Extended headers hold names and numbers; a larger one is nonsense or hostile. */
const MAX_EXTENDED = 1 << 20;
/** Zeros behind the end that are looked through for what follows. */
const MAX_PADDING = 1 << 20;

/** The members that are files, in order. */
export function tarMembers(input: Input, opening: Opening): AsyncGenerator<Member, void, undefined> {
  return new TarReader(new Cursor(input), opening).members();
}

class TarReader {
  private readonly cursor: Cursor;
  private readonly opening: Opening;
  private global: Overrides = {};
  /** Of the next member only. */
  private local: Overrides = {};
  private records: PaxRecords = [];
  /** Where the current member's data ends, with its padding. */
  private dataEnd = 0;
  private isCut = false;

  constructor(cursor: Cursor, opening: Opening) {
    this.cursor = cursor;
    this.opening = opening;
  }

  async *members(): AsyncGenerator<Member, void, undefined> {
    const { meter, trouble } = this.opening;
    for (;;) {
      // Most headers and small members are in the buffer: nothing is waited for, a million times.
      const block = this.ready() ?? (await this.header());
      if (block === undefined) return;
      const header = parseHeader(block);
      if (header === undefined) {
        this.broken('a size that makes no sense');
        continue;
      }
      if (isExtension(header.type)) await this.extend(header);
      else {
        if (!meter.enter()) {
          trouble.add('ARCHIVE_LIMIT', `more than ${meter.bounds.entries} members; the rest is not read`);
          return;
        }
        const member = await this.member(this.overridden(header), block);
        this.forget();
        if (member !== undefined) yield member;
      }
      const left = this.dataEnd - this.cursor.position;
      if (left <= this.cursor.buffered) this.cursor.advance(Math.max(0, left));
      else await this.pass(header, left);
      if (this.isCut) return;
    }
  }

  private overridden(header: TarHeader): TarHeader {
    return withOverrides(header, { ...this.global, ...this.local });
  }

  /** A header that is in the buffer. */
  private ready(): Uint8Array | undefined {
    if (this.cursor.buffered < BLOCK) return undefined;
    const block = this.cursor.peek(BLOCK);
    if (!isHeader(block)) return undefined;
    this.cursor.advance(BLOCK);
    this.dataEnd = this.cursor.position;
    // The buffer may move while the member is read.
    return block.slice();
  }

  /** The next header; undefined at the end. */
  private async header(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.cursor.buffered < BLOCK && (await this.cursor.fill(BLOCK)) < BLOCK) {
        if (this.cursor.buffered > 0) this.cut();
        return undefined;
      }
      const header = this.ready();
      if (header !== undefined) return header;
      if (!isZeroBlock(this.cursor.peek(BLOCK))) await this.resync();
      else if (await this.isEnd()) return undefined;
    }
  }

  /** Two blocks of zeros are the end, as for tar itself; one alone is passed over. */
  private async isEnd(): Promise<boolean> {
    this.cursor.advance(BLOCK);
    if ((await this.cursor.fill(BLOCK)) < BLOCK) return true;
    if (!isZeroBlock(this.cursor.peek(BLOCK))) return false;
    await this.lookBehindEnd();
    return true;
  }

  private async lookBehindEnd(): Promise<void> {
    const end = this.cursor.position + MAX_PADDING;
    while (this.cursor.position < end && (await this.cursor.fill(BLOCK)) >= BLOCK) {
      if (isZeroBlock(this.cursor.peek(BLOCK))) this.cursor.advance(BLOCK);
      else {
        const what = isHeader(this.cursor.peek(BLOCK)) ? 'another archive follows' : 'more bytes follow';
        const { archive } = this.opening.trouble;
        const fix = runOn('tar -xOif {} | whynotready', archive);
        this.opening.trouble.add('ARCHIVE_BROKEN', `${what} behind the archive's end; not read`, { fix });
        return;
      }
    }
  }

  private async resync(): Promise<void> {
    const from = this.cursor.position;
    while ((await this.cursor.fill(BLOCK)) >= BLOCK && !isHeader(this.cursor.peek(BLOCK)))
      this.cursor.advance(BLOCK);
    const passed = this.cursor.position - from;
    this.broken(`no header at byte ${from}; ${passed} bytes passed over`);
  }

  private async extend({ type, size, path }: TarHeader): Promise<void> {
    this.dataEnd = this.cursor.position + padded(size);
    if (size > MAX_EXTENDED) return this.broken(`an extended header of ${size} bytes; passed over`);
    const bytes = new Uint8Array(size);
    if ((await this.whole(bytes)) < size) return this.cut(path);
    if (type === 'L') this.local.path = text(bytes);
    if (type === 'L' || type === 'K' || type === 'N' || type === 'V') return;
    const records = paxRecords(bytes);
    const overrides = records && overridesOf(records, type === 'g' ? this.global : this.local);
    if (records === undefined || overrides === undefined)
      return this.broken('an extended header that makes no sense');
    if (type === 'g') this.global = overrides;
    else {
      this.local = overrides;
      this.records = records;
    }
  }

  /** Undefined when it is no file, or can't be read. */
  private async member(header: TarHeader, block: Uint8Array): Promise<Member | undefined> {
    const kind = kindOf(header);
    const { path, modified } = header;
    // A hard link may tell the size of its target; no data follows.
    const size = header.type === '1' ? 0 : header.size;
    this.dataEnd = this.cursor.position + padded(size);
    if (kind === 'link' || kind === 'device') this.opening.trouble.passedOver(kind);
    if (kind !== 'file') return undefined;
    const sparse = await this.sparseOf(header, block);
    if (sparse === undefined) return { path, modified, size, read: this.stored(path, size) };
    if (isSound(sparse)) return { ...sparse, modified, read: this.sparse(sparse) };
    this.broken('a sparse file whose map makes no sense; not read', sparse.path);
    return undefined;
  }

  private async sparseOf(
    { type, path, size }: TarHeader,
    block: Uint8Array,
  ): Promise<SparseFile | undefined> {
    if (type === 'S') {
      const map = await oldMap(this.cursor, block);
      this.dataEnd = this.cursor.position + padded(size);
      return { path, stored: size, ...map };
    }
    const told = paxSparse(this.records);
    if (told === undefined) return undefined;
    const { pieces, bytes } = await mapOf(told, this.cursor, size);
    return { path: told.path ?? path, size: told.size, pieces, stored: size - bytes };
  }

  private stored(path: string, size: number): Member['read'] {
    return storedRead(this.cursor, size, () => this.cut(path));
  }

  private sparse(file: SparseFile): Member['read'] {
    const { meter, trouble } = this.opening;
    const onBomb = (why: string): void =>
      trouble.add('ARCHIVE_BOMB', `stopped: ${why}`, { member: file.path });
    return sparseRead(this.stored(file.path, file.stored), file, meter, onBomb);
  }

  /** Goes behind the current member's data. */
  private async pass({ path, size }: TarHeader, left: number): Promise<void> {
    if (this.isCut) return;
    const missing = left - (await this.cursor.skip(left));
    const padding = padded(size) - size;
    if (missing > 0) this.cut(missing > padding ? path : undefined);
  }

  /** Fills `target` if there are as many bytes; how many there were. */
  private async whole(target: Uint8Array): Promise<number> {
    let done = 0;
    while (done < target.length) {
      const count = await this.cursor.read(target.subarray(done));
      if (count === 0) break;
      done += count;
    }
    return done;
  }

  private cut(member?: string): void {
    if (!this.isCut) this.opening.trouble.cut('the archive ends too early; what came before is read', member);
    this.isCut = true;
  }

  /** Extended headers before the damage are not for what comes behind it. */
  private broken(message: string, member?: string): void {
    this.forget();
    this.opening.trouble.add('ARCHIVE_BROKEN', message, { member });
  }

  private forget(): void {
    this.local = {};
    this.records = [];
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** pax, GNU long names and links, old GNU names, volume labels. */
function isExtension(type: string): boolean {
  return 'xXgLKNV'.includes(type);
}

function kindOf({ type, path }: TarHeader): 'file' | 'folder' | 'link' | 'device' {
  if (type === '1' || type === '2') return 'link';
  if (type === '3' || type === '4' || type === '6') return 'device';
  // What is unknown is a file, as for tar itself.
  return type === '5' || type === 'D' || path.endsWith('/') ? 'folder' : 'file';
}
