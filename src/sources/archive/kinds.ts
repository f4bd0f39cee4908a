/** Tells archives by their content, never by a name. */
import { compressionOf, unreadCompressionOf } from '../compression/kind.ts';
import { BLOCK, isHeader } from './tar/header.ts';

export type ArchiveKind = 'tar' | 'zip';

/** An archive that is not read, with what to run instead. */
export interface UnreadArchive {
  readonly format: string;
  /** Writes the contents of all members to standard output, or unpacks them; `{}` stands for the file. */
  readonly run: string;
}

/** Does it hold other things to read, or is it known not to be read? */
export function isContainer(head: Uint8Array): boolean {
  return [compressionOf, archiveOf, unreadArchiveOf, unreadCompressionOf].some(
    (of) => of(head) !== undefined,
  );
}

export function archiveOf(head: Uint8Array): ArchiveKind | undefined {
  if (isZip(head)) return 'zip';
  return isHeader(head.subarray(0, BLOCK)) ? 'tar' : undefined;
}

/** A member, the end of an empty archive, or one of the marks of split archives before a member. */
function isZip(head: Uint8Array): boolean {
  const mark = word(head, 0);
  if (mark === 0x04034b50) return true;
  if (mark === 0x06054b50) return head.length >= 22;
  return (mark === 0x08074b50 || mark === 0x30304b50) && word(head, 4) === 0x04034b50;
}

const UNREAD: readonly (UnreadArchive & { readonly start: string })[] = [
  { start: '7z\xbc\xaf\x27\x1c', format: '7z', run: '7z x -so {} | whynotready' },
  { start: 'Rar!\x1a\x07', format: 'rar', run: 'unrar p -inul {} | whynotready' },
  { start: '070701', format: 'cpio', run: 'bsdtar -xOf {} | whynotready' },
  { start: '070702', format: 'cpio', run: 'bsdtar -xOf {} | whynotready' },
  { start: '070707', format: 'cpio', run: 'bsdtar -xOf {} | whynotready' },
  { start: '\xc7\x71', format: 'cpio', run: 'bsdtar -xOf {} | whynotready' },
  { start: '!<arch>\ndebian-binary', format: 'deb', run: 'dpkg-deb --fsys-tarfile {} | whynotready' },
  { start: '!<arch>\n', format: 'ar', run: 'ar p {} | whynotready' },
  { start: '\xed\xab\xee\xdb', format: 'rpm', run: 'rpm2archive - < {} | whynotready' },
  { start: 'MSCF', format: 'cab', run: 'bsdtar -xOf {} | whynotready' },
];

/** Undefined for everything but the archives of a known kind that are not read. */
export function unreadArchiveOf(head: Uint8Array): UnreadArchive | undefined {
  return UNREAD.find(({ start }) => Array.from(start).every((letter, i) => head[i] === letter.charCodeAt(0)));
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
