/**
 * The scan loop, in AssemblyScript. Its twin in TypeScript is ../plain.ts; tables are laid out by ../wasm.ts.
 *
 * Memory: a table of 2^18 bits (it stays in the nearest cache), three of 2^20 bits, room for positions, then the window. Positions are
 * addresses.
 * Neither stage branches on what it finds (every position is written, the end moves on only when it passes), so the time does not
 * depend on how many pass by chance.
 */

const MULTIPLIER: u32 = 0x9e3779b1;
const MULTIPLIER2: u32 = 0x85ebca6b;
/** Where the second stage's tables begin, bytes. */
const AHEAD: usize = 1 << 15;
const BEHIND: usize = AHEAD + (1 << 17);
const AROUND: usize = BEHIND + (1 << 17);
/** Positions looked at by the first stage before the second has its turn; what passes must stay in the nearest cache. */
const BATCH: u32 = 1024;

/** Is the window's bit set in the first table? A shift by 32 bits or more counts modulo 32. */
// @ts-ignore: decorator
@inline
function first(at: usize): u32 {
  const hash = load<u32>(at) * MULTIPLIER;
  return (load<u32>((hash >> 19) << 2) >> (hash >> 14)) & 1;
}

// @ts-ignore: decorator
@inline
function bit(table: usize, hash: u32): u32 {
  return (load<u32>(table + ((hash >> 17) << 2)) >> (hash >> 12)) & 1;
}

// @ts-ignore: decorator
@inline
function pair(first: usize, second: usize): u32 {
  return (load<u32>(first) * MULTIPLIER) ^ (load<u32>(second) * MULTIPLIER2);
}

/** Eight bytes from the position on, or from four before it, or six from one before it: one of them lies in the literal. */
// @ts-ignore: decorator
@inline
function second(at: usize): u32 {
  return bit(AHEAD, pair(at, at + 4)) | bit(BEHIND, pair(at - 4, at)) | bit(AROUND, pair(at - 1, at + 1));
}

/**
 * Writes the positions of [from, to) that pass, every `stride` bytes, to `out`; stops before more than `room` are written.
 * `room` is more than BATCH. Returns the position to go on from (>= to: done); the count is written to `out - 4`.
 */
export function scan(from: usize, to: usize, stride: usize, out: usize, room: u32): usize {
  const last = out + ((room - BATCH) << 2);
  let at = from;
  let kept = out;
  while (at < to && kept <= last) {
    const stop = min<usize>(to, at + stride * BATCH);
    let passed = kept;
    while (at + stride * 3 < stop) {
      store<u32>(passed, <u32>at);
      passed += first(at) << 2;
      at += stride;
      store<u32>(passed, <u32>at);
      passed += first(at) << 2;
      at += stride;
      store<u32>(passed, <u32>at);
      passed += first(at) << 2;
      at += stride;
      store<u32>(passed, <u32>at);
      passed += first(at) << 2;
      at += stride;
    }
    while (at < stop) {
      store<u32>(passed, <u32>at);
      passed += first(at) << 2;
      at += stride;
    }
    const end = passed;
    for (let next = kept; next < end; next += 4) {
      const position = load<u32>(next);
      store<u32>(kept, position);
      kept += second(position) << 2;
    }
  }
  store<u32>(out - 4, <u32>((kept - out) >> 2));
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

/** Position of the first line feed in [from, to); `to` when there is none. May read 15 bytes past `to`. */
export function lineEnd(from: usize, to: usize): usize {
  const feed = i8x16.splat(10);
  for (let at = from; at < to; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
    if (found != 0) return min<usize>(at + ctz<i32>(found), to);
  }
  return to;
}
