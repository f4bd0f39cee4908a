/** Reads zip archives: files by the directory at their end, streams from header to header. */
import { Bytes } from '../../compression/bytes.ts';
import type { Input } from '../../input.ts';
import type { Member, Opening } from '../member.ts';
import { runOn } from '../names.ts';
import { ZipContent } from './content.ts';
import { entriesOf, findDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import { overlapping } from './overlap.ts';
import { isOpen, methodName, SMALL, unpacked, unpackedWhole } from './methods.ts';
import { localHeader, recordLength, SIGNATURE, view } from './record.ts';
import type { ZipEntry } from './record.ts';
import { bytesAt, isRandom, sectionOf } from './section.ts';
import type { RandomInput } from './section.ts';
import { streamedMembers } from './stream.ts';

/** Node tells the end of deflate data only when something follows; in a zip something does. */
const BEHIND = 16;

/** The members that are files; in the order of the directory, of a stream in the order of its headers. */
export async function* zipMembers(input: Input, opening: Opening): AsyncGenerator<Member, void> {
  const directory = isRandom(input) ? findDirectory(input) : 'unreachable';
  if (!isRandom(input) || directory === 'unreachable') yield* streamedMembers(input, opening);
  else if (directory === 'split') {
    const fix = runOn('zip -s 0 {} --out whole.zip', input.name);
    opening.trouble.add('ARCHIVE_NOT_READ', 'a part of a split zip is not read', { fix });
  } else if (directory === undefined) {
    opening.trouble.cut('the directory at its end is missing; read from header to header');
    yield* streamedMembers(input, opening);
  } else yield* listedMembers(input, directory, opening);
}

async function* listedMembers(
  input: RandomInput,
  directory: Directory,
  opening: Opening,
): AsyncGenerator<Member, void> {
  const { meter, trouble } = opening;
  const inside = await overlapping(entriesOf(input, directory), meter.bounds.entries);
  let index = -1;
  for await (const entry of entriesOf(input, directory)) {
    index++;
    if (!meter.enter()) {
      trouble.add('ARCHIVE_LIMIT', `more than ${meter.bounds.entries} members; the rest is not read`);
      return;
    }
    if (!isFile(entry, opening) || !isOpen(entry, opening)) continue;
    if (inside.has(index)) {
      trouble.add('ARCHIVE_BROKEN', 'it shares its bytes with another member; not read', {
        member: entry.path,
      });
      continue;
    }
    const content = contentOf(input, entry, opening);
    if (content === undefined) continue;
    const { path, modified, size } = entry;
    yield { path, modified, size, read: content.read };
    await content.stop();
  }
}

/** Unix modes tell links and devices; a name that ends in `/` a folder. */
function isFile({ path, mode }: ZipEntry, { trouble }: Opening): boolean {
  const type = mode & 0xf000;
  if (type === 0xa000) trouble.passedOver('link');
  else if (type === 0x2000 || type === 0x6000 || type === 0x1000 || type === 0xc000)
    trouble.passedOver('device');
  else return type !== 0x4000 && !path.endsWith('/');
  return false;
}

/** Undefined when there is no member where the directory says. */
function contentOf(input: RandomInput, entry: ZipEntry, opening: Opening): ZipContent | undefined {
  const { path, crc, size, compressed } = entry;
  const start = dataStart(input, entry, opening);
  if (start === undefined) return undefined;
  const small = compressed <= SMALL ? bytesAt(input, start, compressed) : new Uint8Array(0);
  const { pieces, taken } =
    unpackedWhole(entry.method, small, entry) ??
    unpacked(entry.method, new Bytes(sectionOf(input, start, compressed + BEHIND)), compressed);
  return new ZipContent(pieces, { path, check: () => ({ crc, size }) }, opening, taken);
}

function dataStart(input: RandomInput, entry: ZipEntry, { trouble }: Opening): number | undefined {
  const { path: member, offset } = entry;
  const head = offset >= 0 && Number.isSafeInteger(offset) ? bytesAt(input, offset, 30) : new Uint8Array(0);
  if (head.length < 30 || view(head).getUint32(0, true) !== SIGNATURE.local) {
    trouble.add('ARCHIVE_BROKEN', 'it is not where the directory says; not read', { member });
    return undefined;
  }
  const length = recordLength(view(head));
  const record = bytesAt(input, offset, length);
  if (record.length < length) {
    trouble.cut('the archive ends in its header', member);
    return undefined;
  }
  const local = localHeader(record);
  if (local.path !== member || local.method !== entry.method) {
    const other = local.path === member ? methodName(local.method) : local.path;
    const message = `the directory and its own header (${other}) disagree; read as the directory says`;
    trouble.add('ARCHIVE_BROKEN', message, { member });
  }
  return offset + length;
}
