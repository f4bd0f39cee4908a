/** Checksums of xz: what its blocks are held against. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface Check {
  update(bytes: Uint8Array): void;
  /** As it stands in the file. */
  digest(): Uint8Array;
}

/** Bytes of a check by its number; what is not known is passed over. */
export const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const;

/** undefined: none, or none that is known. */
export function createCheck(number: number): Check | undefined {
  if (number === 1) return new Crc32();
  if (number === 4) return new Crc64();
  if (number !== 10) return undefined;
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

class Crc32 implements Check {
  private crc = 0;

  update(bytes: Uint8Array): void {
    this.crc = crc32(bytes, this.crc);
  }

  digest(): Uint8Array {
    return littleEndian(this.crc);
  }
}

/** ECMA-182, lowest bit first. Its 64 bits are kept as two halves; four tables take four bytes a step. */
class Crc64 implements Check {
  private low = -1;
  private high = -1;

  update(bytes: Uint8Array): void {
    let { low, high } = this;
    let at = 0;
    for (const end = bytes.length - 3; at < end; at += 4) {
      const word =
        low ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
      const a = 768 + (word & 0xff);
      const b = 512 + ((word >>> 8) & 0xff);
      const c = 256 + ((word >>> 16) & 0xff);
      const d = word >>> 24;
      low = high ^ LOW[a]! ^ LOW[b]! ^ LOW[c]! ^ LOW[d]!;
      high = HIGH[a]! ^ HIGH[b]! ^ HIGH[c]! ^ HIGH[d]!;
    }
    for (; at < bytes.length; at++) {
      const i = (low ^ bytes[at]!) & 0xff;
      low = (low >>> 8) ^ (high << 24) ^ LOW[i]!;
      high = (high >>> 8) ^ HIGH[i]!;
    }
    this.low = low;
    this.high = high;
  }

  digest(): Uint8Array {
    return Uint8Array.of(...littleEndian(~this.low), ...littleEndian(~this.high));
  }
}

const LOW = new Int32Array(1024);
const HIGH = new Int32Array(1024);
for (let i = 0; i < 1024; i++) {
  let low = i < 256 ? i : LOW[i - 256]!;
  let high = i < 256 ? 0 : HIGH[i - 256]!;
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry === 0) continue;
    low ^= 0xd7870f42;
    high ^= 0xc96c5795;
  }
  LOW[i] = low;
  HIGH[i] = high;
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}
