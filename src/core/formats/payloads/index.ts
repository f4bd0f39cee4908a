/**
 * All payload formats. The first character of a text says which of them can be meant, so that the common ones are not tried in turn.
 */
import type { ParsedPayload, Payload } from '../format.ts';
import { calico } from './calico.ts';
import { capnslog } from './capnslog.ts';
import { coredns } from './coredns.ts';
import { goLog, rancher } from './go-log.ts';
import { goPanic, isTraceLine, startsTrace } from './go-panic.ts';
import { audit, json, k8sEvent, klogJson, logrusJson, parseAnyJson, zapJson } from './json.ts';
import { kernel } from './kernel.ts';
import { isKlogHeader, klog } from './klog.ts';
import { logfmt, logrus } from './logfmt.ts';
import { logrusTty } from './logrus-tty.ts';
import { parsePlain, plain } from './plain.ts';
import { zapConsole } from './zap-console.ts';

/** Every payload format, plain text last. */
export const PAYLOADS: readonly Payload[] = [
  klog,
  logrus,
  klogJson,
  zapJson,
  logrusJson,
  audit,
  k8sEvent,
  json,
  logfmt,
  logrusTty,
  rancher,
  goLog,
  capnslog,
  calico,
  zapConsole,
  coredns,
  kernel,
  goPanic,
  plain,
];

/** Their names, as `--format` takes them. */
export const PAYLOAD_NAMES: readonly string[] = PAYLOADS.map(({ name }) => name);

/** `json` stands for all JSON kinds at once: the object is read once. */
const anyJson: Payload = { name: 'json', parse: parseAnyJson };
const dated: readonly Payload[] = [rancher, goLog, capnslog, calico, zapConsole];

/** First characters and what they can mean, likely ones first. */
const BY_FIRST: readonly (readonly [string, readonly Payload[]])[] = [
  ['IWEF', [klog, logrusTty]],
  ['DPT', [logrusTty]],
  ['t', [logrus, logfmt]],
  ['lcm', [logfmt]],
  ['{', [anyJson]],
  ['0123456789', dated],
  ['[', [coredns, kernel, goPanic]],
  ['<', [kernel]],
  ['pguSf', [goPanic]],
  ['\u001B', [logrusTty]],
];

const CANDIDATES: readonly (readonly Payload[])[] = Array.from({ length: 128 }, (_, code) => {
  const found = BY_FIRST.find(([first]) => first.includes(String.fromCharCode(code)));
  return found === undefined ? [] : found[1];
});
const NONE: readonly Payload[] = [];

/**
 * Reads one payload; what no format knows is plain text. Never throws. `forced` is a name of PAYLOAD_NAMES: only that format is tried.
 */
export function parsePayload(text: string, forced?: string): ParsedPayload {
  if (forced !== undefined)
    return PAYLOADS.find(({ name }) => name === forced)?.parse(text) ?? parsePlain(text);
  const first = text.charCodeAt(0);
  if (first <= 32) {
    const trimmed = text.trimStart();
    return (trimmed === '' ? undefined : parseKnown(trimmed)) ?? parsePlain(text);
  }
  return parseKnown(text) ?? parsePlain(text);
}

function parseKnown(text: string): ParsedPayload | undefined {
  const first = text.charCodeAt(0);
  for (const payload of first < 128 ? (CANDIDATES[first] ?? NONE) : NONE) {
    const parsed = payload.parse(text);
    if (parsed !== undefined) return parsed;
  }
  return undefined;
}

/** As it looks, can `line` be a later line of a payload: indented, empty, ` >` of klog, or part of a Go trace? Cheap. */
export function payloadMayContinue(line: string): boolean {
  return line === '' || isIndented(line) || isTraceLine(line);
}

/** Given the payload's lines so far (at least one), does `line` belong to it? */
export function payloadContinues(soFar: readonly string[], line: string): boolean {
  const head = soFar[0];
  if (head === undefined) return false;
  if (line === '') return startsTrace(head) || valueIsOpen(soFar);
  if (isIndented(line)) return !startsEntry(line) || valueIsOpen(soFar);
  return isTraceLine(line) && startsTrace(head);
}

function isIndented(line: string): boolean {
  const first = line.charCodeAt(0);
  return first === 32 || first === 9;
}

/** Logs pasted into a page are often indented as a whole: an indented line with a header of its own starts an entry. */
function startsEntry(line: string): boolean {
  let at = 0;
  while (line.charCodeAt(at) <= 32) at++;
  return (
    isKlogHeader(line, at) ||
    line.startsWith('time="', at) ||
    line.startsWith('level=', at) ||
    line.startsWith('{"', at)
  );
}

/** Is klog's `key=<` open after these lines? Its lines are indented by a tab; ` >` ends it. */
function valueIsOpen(soFar: readonly string[]): boolean {
  for (let i = soFar.length - 1; i >= 0; i--) {
    const line = soFar[i] ?? '';
    if (line.endsWith('=<')) return true;
    if (i === 0 || line.startsWith(' >')) return false;
  }
  return false;
}
