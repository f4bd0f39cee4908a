/**
 * The scan loop, in AssemblyScript. Its twin in TypeScript is ../plain.ts; tables are laid out by ../plan.ts and ../wasm.ts.
 *
 * Memory: a table of 2^18 bytes, three of 2^18 bits, what the third stage needs, room for positions, then the window. Positions are
 * addresses.
 * The first two stages don't branch on what they find (every position is written, the end moves on only when it passes), so the time
 * does not depend on how many pass by chance. What passes both is compared with the literals; that is seldom.
 */

const MULTIPLIER: u32 = 0x9e3779b1;
const MULTIPLIER2: u32 = 0x85ebca6b;
/** Where the second stage's tables begin, bytes. */
const AROUND: usize = 1 << 18;
const BEFORE: usize = AROUND + (1 << 15);
const BEHIND: usize = BEFORE + (1 << 15);
/** Chains of leads, one row for each of these tables; see ../leads.ts. */
const CHAIN_BITS: u32 = 13;
const CHAIN_SHIFT: u32 = 20 - CHAIN_BITS;
/** Positions looked at by the first stage before the second has its turn; what passes must stay in the nearest cache. */
const BATCH: u32 = 1024;

/** Where the chains' heads, the leads, the literals' starts and texts, and the window begin. */
let heads: usize = 0;
let leads: usize = 0;
let starts: usize = 0;
let texts: usize = 0;
let window: usize = 0;

/** Must be called before `scan`. */
export function place(headsAt: usize, leadsAt: usize, startsAt: usize, textsAt: usize, windowAt: usize): void {
  heads = headsAt;
  leads = leadsAt;
  starts = startsAt;
  texts = textsAt;
  window = windowAt;
}

/** What the first table holds for the window: 0, or the size of a position in the list. */
// @ts-ignore: decorator
@inline
function first(at: usize): u32 {
  return load<u8>((load<u32>(at) * MULTIPLIER) >> 14);
}

// @ts-ignore: decorator
@inline
function bit(table: usize, hash: u32): u32 {
  return (load<u32>(table + ((hash >> 19) << 2)) >> (hash >> 14)) & 1;
}


/** The window with two bytes on each side, with two before it, or with two behind it: one of these lies in the literal. */
// @ts-ignore: decorator
@inline
function around(a: u32, b: u32): u32 {
  return (a * MULTIPLIER) ^ (b * MULTIPLIER2);
}

// @ts-ignore: decorator
@inline
function before(a: u32, b: u32): u32 {
  return (a * MULTIPLIER) ^ ((b & 0xffff) * MULTIPLIER2);
}

// @ts-ignore: decorator
@inline
function behind(a: u32, b: u32): u32 {
  return ((a & 0xffff0000) * MULTIPLIER) ^ (b * MULTIPLIER2);
}

// @ts-ignore: decorator
@inline
function second(at: usize): u32 {
  const a = load<u32>(at - 2);
  const b = load<u32>(at + 2);
  return bit(AROUND, around(a, b)) | bit(BEFORE, before(a, b)) | bit(BEHIND, behind(a, b));
}

/** Does a literal stand at the position, with its end before `end`? */
function third(at: usize, end: usize): bool {
  const a = load<u32>(at - 2);
  const b = load<u32>(at + 2);
  return (
    leadsTo(0, around(a, b) >> 12, at, end) ||
    leadsTo(1, before(a, b) >> 12, at, end) ||
    leadsTo(2, behind(a, b) >> 12, at, end)
  );
}

function leadsTo(row: u32, hash: u32, at: usize, end: usize): bool {
  let lead = load<i32>(heads + (((row << CHAIN_BITS) + (hash >> CHAIN_SHIFT)) << 2));
  while (lead >= 0) {
    const entry = leads + (<usize>lead << 2);
    if (load<u32>(entry) == hash && stands(load<u32>(entry, 4), load<u32>(entry, 8), at, end)) return true;
    lead = load<i32>(entry, 12);
  }
  return false;
}

/** Eight bytes at a time, the last eight anew: no literal is shorter. */
function stands(literal: u32, delta: u32, at: usize, end: usize): bool {
  const from = load<u32>(starts + (literal << 2));
  const length = load<u32>(starts + (literal << 2), 4) - from;
  if (delta > at - window || length - delta > end - at) return false;
  const text = texts + from;
  const start = at - delta;
  const last = length - 8;
  for (let i: usize = 0; i < last; i += 8) if (load<u64>(text + i) != load<u64>(start + i)) return false;
  return load<u64>(text + last) == load<u64>(start + last);
}

/**
 * Writes the positions of [from, to) that pass, every `stride` bytes, to `out`; stops before more than `room` are written.
 * `room` is more than BATCH; the text ends at `end`. Returns the position to go on from (>= to: done); the count is written to `out - 4`.
 */
export function scan(from: usize, to: usize, end: usize, stride: usize, out: usize, room: u32): usize {
  const last = out + ((room - BATCH) << 2);
  const two = stride * 2;
  const three = stride * 3;
  let at = from;
  let kept = out;
  while (at < to && kept <= last) {
    const stop = min<usize>(to, at + stride * BATCH);
    let passed = kept;
    while (at + three < stop) {
      store<u32>(passed, <u32>at);
      passed += first(at);
      store<u32>(passed, <u32>(at + stride));
      passed += first(at + stride);
      store<u32>(passed, <u32>(at + two));
      passed += first(at + two);
      store<u32>(passed, <u32>(at + three));
      passed += first(at + three);
      at += stride << 2;
    }
    while (at < stop) {
      store<u32>(passed, <u32>at);
      passed += first(at);
      at += stride;
    }
    kept = confirm(kept, passed, end);
  }
  store<u32>(out - 4, <u32>((kept - out) >> 2));
  return at;
}

/** Leaves of the positions in [list, listEnd) those that pass the other stages; returns their end. */
function confirm(list: usize, listEnd: usize, end: usize): usize {
  let likely = list;
  for (let next = list; next < listEnd; next += 4) {
    const position = load<u32>(next);
    store<u32>(likely, position);
    likely += second(position) << 2;
  }
  let sure = list;
  for (let next = list; next < likely; next += 4) {
    const position = load<u32>(next);
    if (!third(position, end)) continue;
    store<u32>(sure, position);
    sure += 4;
  }
  return sure;
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
