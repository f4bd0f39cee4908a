/**
 * The scan loop, in AssemblyScript. Its twin in TypeScript is ../plain.ts; tables are laid out by ../wasm.ts.
 *
 * Memory: four tables of 2^20 bits each, the positions that pass, then the window. Positions are addresses.
 */

const MULTIPLIER: u32 = 0x9e3779b1;
const MULTIPLIER2: u32 = 0x85ebca6b;
const TABLE: usize = 1 << 17;

// @ts-ignore: decorator
@inline
function bit(table: usize, hash: u32): u32 {
  return (<u32>load<u8>(table + (hash >> 3)) >> (hash & 7)) & 1;
}

// @ts-ignore: decorator
@inline
function four(at: usize): u32 {
  return (load<u32>(at) * MULTIPLIER) >> 12;
}

// @ts-ignore: decorator
@inline
function eight(at: usize): u32 {
  return ((load<u32>(at) * MULTIPLIER) ^ (load<u32>(at + 4) * MULTIPLIER2)) >> 12;
}

/** Eight bytes from the position on, or from four before it, or a window that no eight bytes of its literal hold. */
function passesSecond(at: usize): bool {
  return bool(bit(TABLE, eight(at)) | bit(TABLE * 2, eight(at - 4)) | bit(TABLE * 3, four(at)));
}

/**
 * Writes the positions of [from, to) that pass, every `stride` bytes, to `out`; stops before more than `room` are written.
 * Returns the position to go on from (>= to: done); the count is written to `out - 4`.
 */
export function scan(from: usize, to: usize, stride: usize, out: usize, room: u32): usize {
  let at = from;
  let count: u32 = 0;
  const block = stride * 4;
  while (at < to && count + 4 <= room) {
    while (at + block <= to) {
      const any =
        bit(0, four(at)) | bit(0, four(at + stride)) | bit(0, four(at + stride * 2)) | bit(0, four(at + stride * 3));
      if (any) break;
      at += block;
    }
    for (let i = 0; i < 4 && at < to; i++) {
      if (bit(0, four(at)) && passesSecond(at)) store<u32>(out + ((count++) << 2), <u32>at);
      at += stride;
    }
  }
  store<u32>(out - 4, count);
  return at;
}

/** Number of line feeds in [from, to). */
export function newlines(from: usize, to: usize): u32 {
  let total: u32 = 0;
  let at = from;
  const feed = i8x16.splat(10);
  while (at + 64 <= to) {
    // A lane counts to 255 at most: four steps of 63 blocks.
    const stop = min<usize>(to - 63, at + 64 * 63);
    let lanes = i8x16.splat(0);
    while (at < stop) {
      const first = i8x16.add(i8x16.eq(v128.load(at), feed), i8x16.eq(v128.load(at, 16), feed));
      const second = i8x16.add(i8x16.eq(v128.load(at, 32), feed), i8x16.eq(v128.load(at, 48), feed));
      lanes = i8x16.sub(lanes, i8x16.add(first, second));
      at += 64;
    }
    const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(lanes));
    total += i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  }
  while (at < to) total += u32(load<u8>(at++) == 10);
  return total;
}
