/**
 * What a source is, by its first bytes: lines, records that must be turned into lines first, text in UTF-16, or no text at all.
 * A doubtful source is `lines`: reading nonsense costs a moment, passing over a log costs the answer.
 */
export { createUtf16Decoder } from './utf16.ts';
import { binaryName, isBinary } from './sniff-binary.ts';

export type SourceShape =
  'lines' | 'export' | 'json-documents' | 'utf-16le' | 'utf-16be' | 'binary' | 'empty';

export interface Sniffed {
  readonly shape: SourceShape;
  /** For people: what it looks like. Of a binary source the name of what it is, where known (`gzip`, `a JPEG image`). */
  readonly reason: string;
}

/** No more than this is looked at. */
const LOOK = 64 << 10;

/** Tells the shape of a source from its first bytes (some KiB are best; any number will do). */
export function sniff(head: Uint8Array): Sniffed {
  if (head.length === 0) return { shape: 'empty', reason: 'no bytes' };
  const bytes = head.subarray(0, LOOK);
  const wide = utf16Of(bytes);
  if (wide !== undefined) return wide;
  const name = binaryName(bytes);
  if (name !== undefined) return { shape: 'binary', reason: name };
  const text = new TextDecoder().decode(bytes);
  if (isExport(text)) return { shape: 'export', reason: 'journal export format' };
  const json = jsonShape(text.trimStart());
  if (json !== undefined) return json;
  if (isBinary(bytes)) return { shape: 'binary', reason: 'bytes that are no text' };
  return { shape: 'lines', reason: 'lines of text' };
}

/** By byte-order mark; without one, by zeros in every second byte of what must be mostly ASCII. */
function utf16Of(bytes: Uint8Array): Sniffed | undefined {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  if (bytes.length >= 2 && mark === 0xfffe) return { shape: 'utf-16le', reason: 'UTF-16 byte-order mark' };
  if (bytes.length >= 2 && mark === 0xfeff) return { shape: 'utf-16be', reason: 'UTF-16 byte-order mark' };
  const pairs = Math.min(bytes.length, 4096) >> 1;
  if (pairs < 16) return undefined;
  const zeros = [0, 0];
  for (let i = 0; i < pairs * 2; i++) if (bytes[i] === 0) zeros[i & 1]!++;
  const [even = 0, odd = 0] = zeros;
  const reason = 'a zero in every second byte';
  if (odd > pairs * 0.7 && even < pairs * 0.05) return { shape: 'utf-16le', reason };
  return even > pairs * 0.7 && odd < pairs * 0.05 ? { shape: 'utf-16be', reason } : undefined;
}

/** Fields of journald in capitals, one a line, the address fields among the first. */
function isExport(text: string): boolean {
  const start = text.trimStart();
  if (!/^[A-Z_][A-Z0-9_]{0,63}(?:=|\n)/.test(start)) return false;
  return start.startsWith('__CURSOR=') || /^__REALTIME_TIMESTAMP=\d+$/m.test(start.slice(0, 16_384));
}

function jsonShape(text: string): Sniffed | undefined {
  if (text.startsWith('[')) {
    return /^\[\s*\{/.test(text)
      ? { shape: 'json-documents', reason: 'an array of JSON objects' }
      : undefined;
  }
  if (!/^\{\s*(?:"|\})/.test(text)) return undefined;
  if (
    /^\{\s*(?:"[^"]{1,64}":\s*(?:"[^"]{0,200}"|\{[^{}]{0,500}\}),\s*){0,8}"items":\s*\[/.test(
      text.slice(0, 4096),
    )
  )
    return { shape: 'json-documents', reason: 'a list of JSON objects' };
  const lineEnd = text.indexOf('\n');
  const end = objectEnd(text);
  if (end > 0 && (lineEnd < 0 || end <= lineEnd)) return afterObject(text, end);
  if (lineEnd < 0) return undefined;
  if (isJournalPretty(text)) return { shape: 'lines', reason: 'journalctl -o json-pretty' };
  return isCutLine(text, lineEnd)
    ? undefined
    : { shape: 'json-documents', reason: 'JSON over several lines' };
}

/** An object that ends on its first line: one a line, unless the next one follows on the same line. */
function afterObject(text: string, end: number): Sniffed {
  const next = /^[ \t\r]*[{[]/.test(text.slice(end, end + 1000));
  if (next) return { shape: 'json-documents', reason: 'JSON documents back to back' };
  return { shape: 'lines', reason: 'one JSON object a line' };
}

/** `{` alone on its line, fields indented by a tab, the journal's own among them. */
function isJournalPretty(text: string): boolean {
  if (!/^\{\r?\n\t"/.test(text)) return false;
  const close = text.indexOf('\n}');
  const object = close < 0 ? text : text.slice(0, close);
  return (
    object.includes('\n\t"__CURSOR"') ||
    object.includes('\n\t"__REALTIME_TIMESTAMP"') ||
    object.includes('\n\t"_BOOT_ID"')
  );
}

/** A first line that ends inside a string was cut: JSON strings don't span lines. */
function isCutLine(text: string, lineEnd: number): boolean {
  let open = false;
  for (let i = 0; i < lineEnd; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) open = !open;
    else if (code === 92 && open) i++;
  }
  return open;
}

/** Index behind the object that starts `text`; -1 when it doesn't end here. */
function objectEnd(text: string): number {
  let depth = 0;
  let open = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (open) {
      if (code === 92) i++;
      else if (code === 34) open = false;
    } else if (code === 34) open = true;
    else if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return i + 1;
  }
  return -1;
}
