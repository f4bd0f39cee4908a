/**
 * Tells by a few bytes that a line's entry is of level info or debug, for logs of which every entry of a higher level is wanted:
 * most lines need not be decoded then. "No" means only that it has to be parsed to know.
 */

const [QUOTE, OPEN, CLOSE, COLON, SPACE] = [34, 91, 93, 58, 32];
/** Journal and syslog put at most this much before the message. */
const MAX_HEAD = 160;
const [I, LOWER_D, LOWER_I, LOWER_T] = [73, 100, 105, 116];
const LOGRUS = bytesOf('time="');
const LOGRUS_LEVEL = bytesOf('" level=');
const DOCKER = bytesOf('{"log":"');
const ZAP = bytesOf('{"level":"');
const STREAMS = [bytesOf(' stdout F '), bytesOf(' stderr F ')];
const MAX_LOGRUS_TIME = 48;

/** `bytes[start, end)` is one line without its line end. */
export function isQuietLine(bytes: Uint8Array, start: number, end: number): boolean {
  const at = payloadStart(bytes, start, end);
  if (at < 0) return false;
  return isKlogInfo(bytes, at, end) || isQuietLogrus(bytes, at, end) || isQuietZap(bytes, at, end);
}

/** Where the program's own text begins: at once, behind `tag[123]: `, CRI's `stderr F `, Docker's `{"log":"`; -1: not known. */
function payloadStart(bytes: Uint8Array, start: number, end: number): number {
  if (starts(bytes, start, end, DOCKER)) return start + DOCKER.length;
  const first = bytes[start]!;
  if (first === I || first === LOWER_T || first === 123) return start;
  const limit = Math.min(end, start + MAX_HEAD);
  for (let i = start; i < limit; i++) {
    if (bytes[i] === CLOSE && isTagEnd(bytes, i, start))
      return bytes[i + 1] === COLON && bytes[i + 2] === SPACE ? i + 3 : -1;
    if (bytes[i] === SPACE)
      for (const stream of STREAMS) if (starts(bytes, i, end, stream)) return i + stream.length;
  }
  return -1;
}

/** Only digits between the brackets: a process id. */
function isTagEnd(bytes: Uint8Array, close: number, start: number): boolean {
  let i = close - 1;
  while (i > start && isDigit(bytes[i]!)) i--;
  return i < close - 1 && bytes[i] === OPEN;
}

/** `I1121 10:11:08.435566 ` */
function isKlogInfo(bytes: Uint8Array, at: number, end: number): boolean {
  if (
    bytes[at] !== I ||
    end - at < 22 ||
    bytes[at + 5] !== SPACE ||
    bytes[at + 8] !== COLON ||
    bytes[at + 11] !== COLON
  )
    return false;
  for (const i of KLOG_DIGITS) if (!isDigit(bytes[at + i]!)) return false;
  return bytes[at + 14] === 46;
}

const KLOG_DIGITS = [1, 2, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 17, 18, 19, 20];

/** `time="…" level=info `, debug or trace. */
function isQuietLogrus(bytes: Uint8Array, at: number, end: number): boolean {
  if (!starts(bytes, at, end, LOGRUS)) return false;
  const close = bytes.indexOf(QUOTE, at + LOGRUS.length);
  if (close < 0 || close - at > MAX_LOGRUS_TIME || !starts(bytes, close, end, LOGRUS_LEVEL)) return false;
  return isQuietWord(bytes, close + LOGRUS_LEVEL.length, end, SPACE);
}

/** `{"level":"info"` */
function isQuietZap(bytes: Uint8Array, at: number, end: number): boolean {
  return starts(bytes, at, end, ZAP) && isQuietWord(bytes, at + ZAP.length, end, QUOTE);
}

function isQuietWord(bytes: Uint8Array, at: number, end: number, close: number): boolean {
  const word = QUIET_WORDS.get(bytes[at]!);
  return word !== undefined && starts(bytes, at, end, word) && bytes[at + word.length] === close;
}

const QUIET_WORDS = new Map([
  [LOWER_I, bytesOf('info')],
  [LOWER_D, bytesOf('debug')],
  [LOWER_T, bytesOf('trace')],
]);

function starts(bytes: Uint8Array, at: number, end: number, text: Uint8Array): boolean {
  if (end - at < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
