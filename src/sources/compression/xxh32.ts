/** xxHash, 32 bits (its published specification), with seed 0: the checksum of LZ4 frames. */

const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

export class Xxh32 {
  private readonly lanes = Int32Array.of(P1 + P2, P2, 0, -P1);
  private readonly held = new Uint8Array(16);
  private heldBytes = 0;
  private total = 0;

  update(bytes: Uint8Array): void {
    this.total += bytes.length;
    let at = 0;
    if (this.heldBytes > 0) {
      at = Math.min(16 - this.heldBytes, bytes.length);
      this.held.set(bytes.subarray(0, at), this.heldBytes);
      this.heldBytes += at;
      if (this.heldBytes < 16) return;
      this.stripes(this.held, 0);
    }
    const end = this.stripes(bytes, at);
    this.held.set(bytes.subarray(end));
    this.heldBytes = bytes.length - end;
  }

  digest(): number {
    const [a, b, c, d] = this.lanes as unknown as [number, number, number, number];
    let hash = this.total < 16 ? P5 : rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18);
    hash = (hash + this.total) | 0;
    let at = 0;
    for (; at + 4 <= this.heldBytes; at += 4) {
      hash = Math.imul(rotl((hash + Math.imul(word(this.held, at), P3)) | 0, 17), P4);
    }
    for (; at < this.heldBytes; at++) {
      hash = Math.imul(rotl((hash + Math.imul(this.held[at]!, P5)) | 0, 11), P1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), P2);
    hash = Math.imul(hash ^ (hash >>> 13), P3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  /** Works on 16 bytes at a time; where the rest begins. */
  private stripes(bytes: Uint8Array, from: number): number {
    let [a, b, c, d] = this.lanes as unknown as [number, number, number, number];
    let at = from;
    for (; at + 16 <= bytes.length; at += 16) {
      a = round(a, word(bytes, at));
      b = round(b, word(bytes, at + 4));
      c = round(c, word(bytes, at + 8));
      d = round(d, word(bytes, at + 12));
    }
    this.lanes.set([a, b, c, d]);
    return at;
  }
}

export function xxh32(bytes: Uint8Array): number {
  const hash = new Xxh32();
  hash.update(bytes);
  return hash.digest();
}

function round(lane: number, value: number): number {
  return Math.imul(rotl((lane + Math.imul(value, P2)) | 0, 13), P1);
}

function rotl(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
