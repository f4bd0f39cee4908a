/** One header block of a tar archive: v7, ustar, GNU and star (POSIX.1-2017 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"). */
import { decodedName } from '../names.ts';

export const BLOCK = 512;

export interface TarHeader {
  readonly path: string;
  /** Bytes stored behind the header. */
  readonly size: number;
  /** ms since the epoch. */
  readonly modified: number;
  /** `0` a file, `5` a folder, … ; v7's NUL is `0`. */
  readonly type: string;
}

/** Its checksum fits: the sum of all bytes, the checksum's own taken as blanks; some old writers summed signed bytes. */
export function isHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK) return false;
  const told = octal(block.subarray(148, 156));
  if (told === undefined) return false;
  let sum = 8 * 32;
  let high = 0;
  for (let i = 0; i < BLOCK; i++) {
    if (i === 148) i = 156;
    const byte = block[i]!;
    sum += byte;
    if (byte > 127) high++;
  }
  return sum === told || sum - 256 * high === told;
}

export function isZeroBlock(block: Uint8Array): boolean {
  for (let i = 0; i < block.length; i++) if (block[i] !== 0) return false;
  return true;
}

/** Undefined when a number in it makes no sense. */
export function parseHeader(block: Uint8Array): TarHeader | undefined {
  const size = tarNumber(block.subarray(124, 136));
  if (size === undefined || size < 0 || !Number.isSafeInteger(size)) return undefined;
  const name = text(block.subarray(0, 100));
  const prefix = isUstar(block) ? text(block.subarray(345, 500)) : '';
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size,
    modified: (tarNumber(block.subarray(136, 148)) ?? 0) * 1000,
    type: block[156] === 0 ? '0' : String.fromCharCode(block[156]!),
  };
}

/** GNU's own headers say `ustar ` and have other things where ustar has the prefix. */
function isUstar(block: Uint8Array): boolean {
  return text(block.subarray(257, 263)) === 'ustar';
}

/** Up to the first NUL. */
export function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodedName(end < 0 ? bytes : bytes.subarray(0, end));
}

/** Octal digits, or base 256 when the first bit is set (GNU, star). */
export function tarNumber(field: Uint8Array): number | undefined {
  const first = field[0]!;
  if (first === 0x80 || first === 0xff) return base256(field);
  return octal(field);
}

function base256(field: Uint8Array): number {
  let value = field[0] === 0xff ? -1 : 0;
  for (let i = 1; i < field.length; i++) value = value * 256 + field[i]!;
  return value;
}

/** Blanks around the digits, ended by a NUL or blank; an empty field is 0. */
function octal(field: Uint8Array): number | undefined {
  let i = 0;
  while (field[i] === 32) i++;
  let value = 0;
  for (; i < field.length; i++) {
    const byte = field[i]!;
    if (byte === 0 || byte === 32) break;
    if (byte < 48 || byte > 55) return undefined;
    value = value * 8 + byte - 48;
  }
  return value;
}
