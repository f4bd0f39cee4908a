/** A zip archive that comes as a stream: members by the headers before them, as the directory comes last. */
import { Bytes } from '../../compression/bytes.ts';
import type { Input } from '../../input.ts';
import type { Member, Opening } from '../member.ts';
import { ZipContent } from './content.ts';
import { storedUntilDescriptor, takeDescriptor } from './descriptor.ts';
import type { Descriptor } from './descriptor.ts';
import { DEFLATED, isOpen, SMALL, STORED, unpacked, unpackedWhole } from './methods.ts';
import type { Unpacked } from './methods.ts';
import { FLAG, localHeader, recordLength, SIGNATURE, view } from './record.ts';
import type { ZipEntry } from './record.ts';

export function streamedMembers(input: Input, opening: Opening): AsyncGenerator<Member, void> {
  return new StreamReader(new Bytes(input), opening).members();
}

class StreamReader {
  private readonly bytes: Bytes;
  private readonly opening: Opening;

  constructor(bytes: Bytes, opening: Opening) {
    this.bytes = bytes;
    this.opening = opening;
  }

  async *members(): AsyncGenerator<Member, void> {
    const { meter, trouble } = this.opening;
    for (let entry = await this.next(); entry !== undefined; entry = await this.next()) {
      if (!meter.enter()) {
        trouble.add('ARCHIVE_LIMIT', `more than ${meter.bounds.entries} members; the rest is not read`);
        return;
      }
      const isUnsized = (entry.flags & FLAG.descriptor) !== 0;
      if (!entry.path.endsWith('/') && isOpen(entry, this.opening)) {
        yield* isUnsized ? this.unsized(entry) : this.sized(entry);
      } else if (isUnsized) await this.seek();
      else await this.pass(this.bytes.taken + entry.compressed, entry.path);
    }
  }

  /** The header of the next member; undefined where the directory begins, or nothing more comes. */
  private async next(): Promise<ZipEntry | undefined> {
    for (;;) {
      if (!(await this.bytes.fill(4))) return this.cut();
      switch (view(this.bytes.view).getUint32(0, true)) {
        case SIGNATURE.local:
          return this.header();
        case SIGNATURE.entry:
        case SIGNATURE.end:
        case SIGNATURE.end64:
        case SIGNATURE.extraData:
          return undefined;
        case SIGNATURE.descriptor:
        case SIGNATURE.spanned:
          this.bytes.take(4);
          break;
        default:
          await this.resync();
      }
    }
  }

  private async header(): Promise<ZipEntry | undefined> {
    if (!(await this.bytes.fill(30))) return this.cut();
    const length = recordLength(view(this.bytes.view));
    if (!(await this.bytes.fill(length))) return this.cut();
    const entry = localHeader(this.bytes.view.subarray(0, length));
    this.bytes.take(length);
    return entry;
  }

  private async *sized(entry: ZipEntry): AsyncGenerator<Member, void> {
    const { path, modified, size, crc, compressed } = entry;
    const end = this.bytes.taken + compressed;
    const packed = (await this.whole(entry)) ?? unpacked(entry.method, this.bytes, compressed);
    const content = this.content(path, packed, () => ({ crc, size }));
    yield { path, modified, size, read: content.read };
    await content.stop();
    await this.pass(end, path);
  }

  private async whole(entry: ZipEntry): Promise<Unpacked | undefined> {
    if (entry.compressed > SMALL || !(await this.bytes.fill(entry.compressed))) return undefined;
    return unpackedWhole(entry.method, this.bytes.view.subarray(0, entry.compressed), entry);
  }

  /** Its sizes and checksum follow its data. */
  private async *unsized({ path, modified, method }: ZipEntry): AsyncGenerator<Member, void> {
    if (method !== STORED && method !== DEFLATED) {
      const fix = 'save the archive as a file of its own';
      this.opening.trouble.add('ARCHIVE_NOT_READ', 'its length stands behind it; not read', {
        member: path,
        fix,
      });
      await this.seek();
      return;
    }
    let told: Descriptor | undefined;
    const packed = this.described(method, (found) => {
      told = found;
    });
    const content = this.content(path, packed, () => told);
    yield { path, modified, size: undefined, read: content.read };
    await content.drain();
    if (!content.isWhole) await this.seek();
    else if (told === undefined) {
      this.opening.trouble.add('ARCHIVE_BROKEN', 'no record of its size follows it', { member: path });
    }
  }

  private content(
    path: string,
    { pieces, taken }: Unpacked,
    check: () => Descriptor | undefined,
  ): ZipContent {
    return new ZipContent(pieces, { path, check }, this.opening, taken);
  }

  private described(method: number, onTold: (told: Descriptor | undefined) => void): Unpacked {
    const { bytes } = this;
    const start = bytes.taken;
    const { pieces, taken } =
      method === STORED
        ? { pieces: storedUntilDescriptor(bytes), taken: undefined }
        : unpacked(method, bytes, Number.MAX_SAFE_INTEGER);
    async function* all(): AsyncGenerator<Uint8Array, void> {
      let size = 0;
      for await (const piece of pieces) {
        size += piece.length;
        yield piece;
      }
      onTold(await takeDescriptor(bytes, bytes.taken - start, size));
    }
    return { pieces: all(), taken };
  }

  /** Goes on at `end`, where the header says that the member ends. */
  private async pass(end: number, member: string): Promise<void> {
    if (this.bytes.taken > end) {
      this.opening.trouble.add('ARCHIVE_BROKEN', 'its data is longer than its header says', { member });
    } else if (!(await this.bytes.skip(end - this.bytes.taken))) this.cut(member);
  }

  private async resync(): Promise<void> {
    const from = this.bytes.taken;
    await this.seek();
    const passed = this.bytes.taken - from;
    this.opening.trouble.add('ARCHIVE_BROKEN', `no header at byte ${from}; ${passed} bytes passed over`);
  }

  /** Passes over bytes up to what looks like a header, or to the end. */
  private async seek(): Promise<void> {
    while (await this.bytes.fill(4)) {
      const at = headerIn(this.bytes.view);
      this.bytes.take(at < 0 ? this.bytes.view.length - 3 : at);
      if (at >= 0) return;
    }
    this.bytes.take(this.bytes.view.length);
  }

  private cut(member?: string): undefined {
    this.opening.trouble.cut('the archive ends too early; what came before is read', member);
  }
}

const HEADERS = [SIGNATURE.local, SIGNATURE.entry, SIGNATURE.end].map((mark) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(mark);
  return bytes;
});

function headerIn(view: Uint8Array): number {
  const bytes = Buffer.from(view.buffer, view.byteOffset, view.length);
  const found = HEADERS.map((mark) => bytes.indexOf(mark)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}
