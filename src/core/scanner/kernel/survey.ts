/**
 * Looks at lines one after the other and tells those that are remembered, in AssemblyScript. Its twin in TypeScript, which says what is meant,
 * is ../../reader/repeats.ts with heads.ts and text-memo.ts; memory is laid out by ../../reader/survey.ts.
 *
 * It decides only what is surely so: a time that differs from the last one in more than its clock, or anything else of which only
 * the twin can tell whether it is a time, is left to the twin.
 */

/** Offsets into the area. */
const CLOCK_LENGTH: usize = 16;
const STAMP_LENGTH: usize = 20;
const TAG_COUNT: usize = 24;
/** Answers: records, and lines looked at. */
const COUNT: usize = 28;
const LINES: usize = 32;
/** CRI's date and zone; and: is the first line behind a whole one of CRI's? */
const ZONE_LENGTH: usize = 36;
const BEHIND_WHOLE: usize = 40;
const FRAME_COUNT: usize = 44;
const STAMP: usize = 48;
const DATE: usize = 88;
const ZONE: usize = 100;
const TAGS: usize = 112;
const TAG_SIZE: usize = 144;
const TAG_TEXT: usize = 8;
const DIGESTS: usize = 2048;
const SLOTS: usize = 1 << 14;
const KEYS: usize = DIGESTS + SLOTS * 4;
const STARTS: usize = KEYS + SLOTS * 4;
const LENGTHS: usize = STARTS + SLOTS * 4;
const RECORDS: usize = LENGTHS + SLOTS * 4;
const ROOM: usize = 2048;
const RECORD: usize = 32;
const TEXTS: usize = RECORDS + ROOM * RECORD;
/** A text whose ids are blanked. */
const BLANKED: usize = TEXTS + (4 << 20);
/** Keys of JSON with what they are, frames, and room for the frame of a line. */
const JSON_KEYS: usize = BLANKED + (4 << 10);
const JSON_KEY: usize = 32;
const JSON_KEY_COUNT: u32 = 11;
const FRAMES: usize = JSON_KEYS + 16 * JSON_KEY;
const MAX_FRAME: usize = 2 << 10;
const FRAME_TEXT: usize = 8;
const FRAME_SIZE: usize = FRAME_TEXT + MAX_FRAME;
const FRAME: usize = FRAMES + 8 * FRAME_SIZE;
const BLANKED_KEY: u32 = 128;
const MIN_ID: usize = 32;

const WAYS: usize = 4;
const SETS: u32 = 1 << 12;
const MAX_LENGTH: usize = 4 << 10;
const MIN_LENGTH: usize = 16;

const TIME: usize = 16;
const MAX_STAMP: usize = 40;
const KLOG: usize = 21;
const LOGRUS: usize = 6;
/** Where the clock stands in a journal time and in a stamp. */
const JOURNAL_DATE: usize = 7;
const STAMP_DATE: usize = 11;
const CLOCK: usize = 8;
/** ` stderr F ` and ` stdout F `, of which ` std` and `F ` are read apart. */
const STREAM: u32 = 0x64747320;
const OUT: u32 = 0x2074756f;
const ERR: u32 = 0x20727265;
const WHOLE: u16 = 0x2046;
const CRI_MARK: usize = 10;
const CRI_OUT: u32 = 1;
const CRI_ERR: u32 = 2;

/** `{"log":"` */
const DOCKER: u64 = 0x223a22676f6c227b;
const WHOLE_DOCKER: usize = 4 << 10;
/** What keys are; docker's are 8 more. */
const MESSAGE: u32 = 1;
const JOURNAL_TIME: u32 = 3;
const SOURCE_TIME: u32 = 4;
const DOCKER_KIND: u32 = 8;
const DOCKER_TIME: u32 = 11;
const MICROS: usize = 16;
const LONGEST_KEY: usize = 27;

/** No head, surely; and: ask the twin. */
const NONE: usize = 0;
const ASK: usize = 1;

/** Whose time counts: the journal's, logrus', klog's, CRI's (and docker's), the journal's in JSON. */
const JOURNAL_FORM: u32 = 0;
const LOGRUS_FORM: u32 = 1;
const KLOG_FORM: u32 = 2;
const CRI_FORM: u32 = 3;
const MICROS_FORM: u32 = 4;

let area: usize = 0;
/** Of the last head: what stands in its record. */
let key: u32 = 0;
let form: u32 = 0;
let second: u32 = 0;
let micros: u32 = 0;
let day: u32 = 0;
/** The line before is CRI's, and its message ends with it. */
let behindWhole: bool = false;
/** Of the line whose head was looked for last. */
let lastStart: usize = 0;
/** Where its text ends; 0: with the line. */
let textTo: usize = 0;
/** A string that was read holds a backslash. */
let escaped: bool = false;

export function place(at: usize): void {
  area = at;
}

// @ts-ignore: decorator
@inline
function two(at: usize): u32 {
  const tens = u32(load<u8>(at)) - 48;
  const ones = u32(load<u8>(at + 1)) - 48;
  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}

/** Second of the day of `HH:MM:SS`; -1 for anything else. */
function clockAt(at: usize): i32 {
  const hour = two(at);
  const minute = two(at + 3);
  const second = two(at + 6);
  if (hour > 23 || minute > 59 || second > 59 || load<u8>(at + 2) != 58 || load<u8>(at + 5) != 58) return -1;
  return i32(hour * 3600 + minute * 60 + second);
}

function equal(a: usize, b: usize, length: usize): bool {
  let i: usize = 0;
  for (; i + 16 <= length; i += 16)
    if (v128.any_true(v128.xor(v128.load(a + i), v128.load(b + i)))) return false;
  for (; i + 4 <= length; i += 4) if (load<u32>(a + i) != load<u32>(b + i)) return false;
  for (; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

function isKlog(at: usize): bool {
  const first = load<u8>(at);
  if (first != 73 && first != 87 && first != 69 && first != 70) return false;
  return load<u8>(at + 5) == 32 && load<u8>(at + 8) == 58 && u32(load<u8>(at + 1)) - 48 <= 9;
}

function isLogrus(at: usize): bool {
  return load<u32>(at) == 0x656d6974 && load<u16>(at + 4) == 0x223d;
}

function afterKlog(at: usize, tag: u32): usize {
  const month = two(at + 1);
  const date = two(at + 3);
  const clock = clockAt(at + 6);
  if (month < 1 || month > 12 || date < 1 || date > 31 || clock < 0 || load<u8>(at + 14) != 46) return NONE;
  const a = two(at + 15);
  const b = two(at + 17);
  const c = two(at + 19);
  if (a > 99 || b > 99 || c > 99) return NONE;
  key = tag * 256 + load<u8>(at);
  if (tag == 0) {
    form = KLOG_FORM;
    second = u32(clock);
    micros = a * 10000 + b * 100 + c;
    day = month * 32 + date;
  }
  return at + KLOG;
}

/** `quote`: how long the quotes around the time are: escaped ones, in JSON, are two bytes. */
function afterLogrus(from: usize, end: usize, tag: u32, quote: usize): usize {
  const length = usize(load<u32>(area + STAMP_LENGTH));
  const stamp = area + STAMP;
  if (length < STAMP_DATE + CLOCK || from + length >= end || load<u8>(from + length + quote - 1) != 34) return ASK;
  if (quote == 2 && load<u8>(from + length) != 92) return ASK;
  if (!equal(from, stamp, STAMP_DATE)) return ASK;
  const rest = STAMP_DATE + CLOCK;
  if (!equal(from + rest, stamp + rest, length - rest)) return ASK;
  const clock = clockAt(from + STAMP_DATE);
  if (clock < 0) return ASK;
  if (load<u8>(from + length + quote) != 32) return NONE;
  key = tag * 256;
  form = LOGRUS_FORM;
  second = u32(clock);
  return from + length;
}

function payloadText(at: usize, end: usize, tag: u32): usize {
  return isKlog(at) ? afterKlog(at, tag) : isLogrus(at) ? afterLogrus(at + LOGRUS, end, tag, 1) : NONE;
}

function behindTag(at: usize, end: usize): usize {
  const count = load<u32>(area + TAG_COUNT);
  let tag = area + TAGS;
  for (let i: u32 = 0; i < count; i++) {
    const length = usize(load<u32>(tag + 4));
    const payload = at + length;
    if (payload + MAX_STAMP <= end && equal(tag + TAG_TEXT, at, length))
      return payloadText(payload, end, load<u32>(tag));
    tag += TAG_SIZE;
  }
  return NONE;
}

/** Is [start, end) a stamp of the day and zone that are known? The fraction has at most 9 digits. */
function hasStamp(start: usize, end: usize): bool {
  const clock = clockAt(start + STAMP_DATE);
  if (clock < 0 || load<u32>(area + ZONE_LENGTH) == 0 || !equal(start, area + DATE, STAMP_DATE)) return false;
  let at = start + STAMP_DATE + CLOCK;
  let fraction: u32 = 0;
  let digits: u32 = 0;
  if (load<u8>(at) == 46) {
    for (at++; u32(load<u8>(at)) - 48 <= 9; at++) {
      if (++digits > 9) return false;
      fraction = fraction * 10 + u32(load<u8>(at)) - 48;
    }
    if (digits == 0) return false;
  }
  if (end - at != usize(load<u32>(area + ZONE_LENGTH)) || !equal(at, area + ZONE, end - at)) return false;
  form = CRI_FORM;
  second = u32(clock);
  micros = fraction;
  day = digits;
  return true;
}

/** Of a line that starts with CRI's stamp. */
function criText(start: usize, end: usize, isBehindWhole: bool): usize {
  let space = start + STAMP_DATE + CLOCK;
  const far = start + MAX_STAMP;
  while (space < far && load<u8>(space) != 32) space++;
  const stream = load<u32>(space + 4);
  if (load<u32>(space) != STREAM || load<u16>(space + 8) != WHOLE || (stream != OUT && stream != ERR)) return NONE;
  behindWhole = true;
  if (!hasStamp(start, space)) return ASK;
  const payload = space + CRI_MARK;
  if (!isBehindWhole || payload + MAX_STAMP > end) return NONE;
  return payloadText(payload, end, stream == ERR ? CRI_ERR : CRI_OUT);
}

/** Position of the quote that closes a string; 0: there is none in this line. */
function stringEnd(from: usize, end: usize): usize {
  escaped = false;
  const quote = i8x16.splat(34);
  const backslash = i8x16.splat(92);
  const feed = i8x16.splat(10);
  for (let at = from; at < end; ) {
    const block = v128.load(at);
    const marks = v128.or(v128.or(i8x16.eq(block, quote), i8x16.eq(block, backslash)), i8x16.eq(block, feed));
    const found = i8x16.bitmask(marks);
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz<i32>(found);
    const code = load<u8>(at);
    if (code == 34) return at < end ? at : 0;
    if (code == 10 || load<u8>(at + 1) == 10) return 0;
    escaped = true;
    at += 2;
  }
  return 0;
}

/** What a key of journalctl's or docker's JSON is; 0: its value is part of the frame. */
function kindOf(from: usize, length: usize, isDocker: bool): u32 {
  if (length > LONGEST_KEY) return 0;
  let at = area + JSON_KEYS;
  for (let i: u32 = 0; i < JSON_KEY_COUNT; i++) {
    const known = load<u32>(at);
    if ((known & 255) == <u32>length && ((known >> 8) >= DOCKER_KIND) == isDocker && equal(at + 4, from, length))
      return known >> 8;
    at += JSON_KEY;
  }
  return 0;
}

function isPrintable(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) if (u32(load<u8>(at)) - 32 > 94) return false;
  return true;
}

/** Number that the `length` digits at `at` are; -1 for anything else. */
function digitsAt(at: usize, length: usize): i64 {
  let value: i64 = 0;
  for (let i: usize = 0; i < length; i++) {
    const digit = u32(load<u8>(at + i)) - 48;
    if (digit > 9) return -1;
    value = value * 10 + i64(digit);
  }
  return value;
}

/** Id of the frame of this length that was put together; 0: it is not known. */
function frameId(length: usize): u32 {
  const count = load<u32>(area + FRAME_COUNT);
  let frame = area + FRAMES;
  for (let i: u32 = 0; i < count; i++) {
    if (usize(load<u32>(frame + 4)) == length && equal(frame + FRAME_TEXT, area + FRAME, length)) return load<u32>(frame);
    frame += FRAME_SIZE;
  }
  return 0;
}

/** Of a line of JSON: what is neither message nor passes with each line is put together as its frame. */
function jsonText(start: usize, end: usize, gap: usize): usize {
  const isDocker = load<u64>(start) == DOCKER;
  let at = start + 1;
  let rest = start;
  let length: usize = 0;
  let message: usize = 0;
  let messageEnd: usize = 0;
  let time: usize = 0;
  let timeEnd: usize = 0;
  let hasSource = false;
  for (;;) {
    if (load<u8>(at) != 34) return NONE;
    const keyEnd = stringEnd(at + 1, end);
    // `":"`
    if (keyEnd == 0 || escaped || load<u16>(keyEnd + 1) != 0x223a) return NONE;
    const value = keyEnd + 3;
    const valueEnd = stringEnd(value, end);
    if (valueEnd == 0) return NONE;
    const kind = kindOf(at + 1, keyEnd - at - 1, isDocker);
    if (kind != 0) {
      if ((kind & 7) == MESSAGE) {
        if (message != 0) return NONE;
        message = value;
        messageEnd = valueEnd;
      } else {
        if (escaped || !isPrintable(value, valueEnd)) return NONE;
        if (kind == SOURCE_TIME || kind == DOCKER_TIME || (kind == JOURNAL_TIME && !hasSource)) {
          time = value;
          timeEnd = valueEnd;
        }
        if (kind == SOURCE_TIME) hasSource = true;
      }
      if (length + (value - rest) > MAX_FRAME) return NONE;
      memory.copy(area + FRAME + length, rest, value - rest);
      length += value - rest;
      rest = valueEnd;
    }
    at = valueEnd + 1;
    if (load<u8>(at) != 44) break;
    at++;
  }
  if (load<u8>(at) != 125 || at + 1 >= end || load<u8>(at + 1) != 10 || message == 0 || time == 0) return NONE;
  if (length + (at + 1 - rest) > MAX_FRAME) return NONE;
  memory.copy(area + FRAME + length, rest, at + 1 - rest);
  const tag = frameId(length + (at + 1 - rest));
  if (tag == 0) return NONE;
  if (isDocker) {
    // `\n` at its end, not `\\n`.
    if (gap >= WHOLE_DOCKER || load<u16>(messageEnd - 2) != 0x6e5c || load<u8>(messageEnd - 3) == 92) return NONE;
    if (timeEnd - time < STAMP_DATE + CLOCK || !hasStamp(time, timeEnd)) return ASK;
  } else {
    if (timeEnd - time != MICROS) return NONE;
    const high = digitsAt(time, 7);
    const low = digitsAt(time + 7, 9);
    if (high < 0 || low < 0) return NONE;
    form = MICROS_FORM;
    second = u32(high);
    micros = u32(low);
  }
  const text = jsonPayload(message, messageEnd, tag);
  if (text <= ASK || text >= messageEnd) return text == ASK ? ASK : NONE;
  textTo = messageEnd;
  return text;
}

function jsonPayload(at: usize, end: usize, tag: u32): usize {
  if (isKlog(at)) return afterKlog(at, tag);
  // `time=\"`
  const isLogrus = load<u32>(at) == 0x656d6974 && load<u16>(at + 4) == 0x5c3d && load<u8>(at + 6) == 34;
  return isLogrus ? afterLogrus(at + LOGRUS + 1, end, tag, 2) : NONE;
}

/** Where the text of the line at `start` begins, with what stands before it; NONE or ASK. */
function head(start: usize, end: usize): usize {
  const isBehindWhole = behindWhole;
  const gap = start - lastStart;
  behindWhole = false;
  lastStart = start;
  textTo = 0;
  if (start + TIME + MAX_STAMP > end) return NONE;
  if (isKlog(start) || isLogrus(start)) return payloadText(start, end, 0);
  if (load<u8>(start + 10) == 84 && load<u8>(start + 4) == 45) return criText(start, end, isBehindWhole);
  const first = load<u8>(start);
  if (first == 123) return jsonText(start, end, gap);
  if (load<u8>(start + TIME - 1) != 32 || load<u8>(start + 3) != 32 || first < 65 || first > 90) return NONE;
  if (load<u32>(area + CLOCK_LENGTH) == 0 || !equal(start, area, JOURNAL_DATE)) return ASK;
  const clock = clockAt(start + JOURNAL_DATE);
  if (clock < 0) return ASK;
  form = JOURNAL_FORM;
  second = u32(clock);
  return behindTag(start + TIME, end);
}

function digest(from: usize, length: usize, key: u32): u32 {
  const last = from + length - 16;
  let lanes = i32x4(i32(key), i32(length), 0, 0);
  for (let at = from; at < last; at += 16) lanes = mixed(lanes, at);
  lanes = mixed(lanes, last);
  let sum: u32 = <u32>i32x4.extract_lane(lanes, 0) * 0x9e3779b1 + <u32>i32x4.extract_lane(lanes, 1) * 0x85ebca6b;
  sum = (sum ^ (sum >> 15)) * 0x2c1b3c6d;
  sum += <u32>i32x4.extract_lane(lanes, 2) * 0x297a2d39 + <u32>i32x4.extract_lane(lanes, 3) * 0x165667b1;
  sum = (sum ^ (sum >> 15)) * 0x2c1b3c6d;
  return sum ^ (sum >> 13);
}

/** 33 times the lanes, and the block at `at`. */
// @ts-ignore: decorator
@inline
function mixed(lanes: v128, at: usize): v128 {
  return i32x4.add(i32x4.add(i32x4.shl(lanes, 5), lanes), v128.load(at));
}

/** Slot of the text [from, to); -1: it is not remembered. */
function find(from: usize, to: usize, key: u32): i32 {
  const length = to - from;
  const sum = digest(from, length, key);
  const first = usize(sum & (SETS - 1)) * WAYS;
  for (let slot = first; slot < first + WAYS; slot++) {
    const at = area + (slot << 2);
    if (
      load<u32>(at + DIGESTS) == sum &&
      usize(load<u32>(at + LENGTHS)) == length &&
      load<u32>(at + KEYS) == key &&
      equal(area + TEXTS + usize(load<u32>(at + STARTS)), from, length)
    )
      return i32(slot);
  }
  return -1;
}

/** The same for the text as it is and with its ids blanked. */
function findEither(from: usize, to: usize, key: u32): i32 {
  const length = to - from;
  if (length > MAX_LENGTH || length < MIN_LENGTH) return -1;
  const slot = find(from, to, key);
  if (slot >= 0 || !blank(from, to)) return slot;
  const copy = area + BLANKED;
  return find(copy, copy + length, key | BLANKED_KEY);
}

// @ts-ignore: decorator
@inline
function isIdCode(code: u32): bool {
  return code - 48 <= 9 || code - 97 <= 5 || code == 45;
}

/** Are all of the 16 bytes at `at` characters of ids? */
// @ts-ignore: decorator
@inline
function isIdBlock(at: usize): bool {
  const block = v128.load(at);
  const digits = i8x16.le_u(i8x16.sub(block, i8x16.splat(48)), i8x16.splat(9));
  const letters = i8x16.le_u(i8x16.sub(block, i8x16.splat(97)), i8x16.splat(5));
  const hyphens = i8x16.eq(block, i8x16.splat(45));
  return i8x16.all_true(v128.or(v128.or(digits, letters), hyphens));
}

/** Copies the text [from, to) with its ids blanked; false when it has none. An id, being so long, covers one of every two blocks. */
function blank(from: usize, to: usize): bool {
  const copy = area + BLANKED;
  let found = false;
  let at = from;
  let floor = from;
  while (at + 16 <= to) {
    if (!isIdBlock(at)) {
      at += 16;
      continue;
    }
    let start = at;
    while (start > floor && isIdCode(load<u8>(start - 1))) start--;
    at += 16;
    while (at < to && isIdCode(load<u8>(at))) at++;
    floor = at;
    if (at - start < MIN_ID) continue;
    if (!found) memory.copy(copy, from, to - from);
    found = true;
    blankId(copy + (start - from), at - start);
  }
  return found;
}

/** At least 16 bytes; the last 16 anew. */
function blankId(start: usize, length: usize): void {
  const last = start + length - 16;
  for (let at = start; at < last; at += 16) blankBlock(at);
  blankBlock(last);
}

// @ts-ignore: decorator
@inline
function blankBlock(at: usize): void {
  const block = v128.load(at);
  const hyphens = i8x16.eq(block, i8x16.splat(45));
  v128.store(at, v128.bitselect(block, i8x16.splat(48), hyphens));
}

function lineEnd(from: usize, to: usize): usize {
  const feed = i8x16.splat(10);
  for (let at = from; at < to; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
    if (found != 0) return min<usize>(at + ctz<i32>(found), to);
  }
  return to;
}

/**
 * Looks at the lines that start in [from, to); `stop` is the end of what may be looked at, with 16 bytes of memory behind it. Returns where
 * the first line starts that it has not decided (>= to: none). Records of the known ones are written to the area, and the counts.
 */
export function survey(from: usize, to: usize, stop: usize): usize {
  const records = area + RECORDS;
  const full = records + ROOM * RECORD;
  let out = records;
  let lines: u32 = 0;
  let start = from;
  behindWhole = load<u32>(area + BEHIND_WHOLE) != 0;
  lastStart = behindWhole ? from - 1 : 0;
  let text: usize = start < to ? head(start, stop) : NONE;
  while (start < to && text != ASK && out < full) {
    const end = lineEnd(start, stop);
    let slot = -1;
    if (text != NONE && start + TIME + MAX_STAMP <= end && text < end && load<u8>(end - 1) != 13)
      slot = findEither(text, textTo == 0 ? end : textTo, key);
    if (slot >= 0) {
      store<u32>(out, <u32>start);
      store<u32>(out, <u32>end, 4);
      store<u32>(out, <u32>slot, 8);
      store<u32>(out, lines, 12);
      store<u32>(out, form, 16);
      store<u32>(out, second, 20);
      store<u32>(out, form == LOGRUS_FORM ? <u32>text : micros, 24);
      store<u32>(out, day, 28);
    }
    text = end < stop ? head(end + 1, stop) : NONE;
    if (slot >= 0) {
      // Only the twin can say whether the next line begins an entry.
      if (text == ASK) break;
      if (text != NONE) out += RECORD;
    }
    start = end + 1;
    lines++;
  }
  store<u32>(area + COUNT, <u32>((out - records) / RECORD));
  store<u32>(area + LINES, lines);
  return start;
}
