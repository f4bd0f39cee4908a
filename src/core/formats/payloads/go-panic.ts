/**
 * A Go program's end: `panic: …` or `fatal error: …`, then the goroutines with their frames. All of it is one entry, blank lines included.
 * Layout: Go's runtime, `printpanics`, `goroutineheader`, `traceback`.
 */
import type { ParsedPayload, Payload } from '../format.ts';

const STARTS = [
  'panic: ',
  'fatal error: ',
  'goroutine ',
  'unexpected fault address ',
  'SIGQUIT: quit',
  'SIGABRT: abort',
  '[signal ',
];

/** `goroutine 1 [running]:`, `goroutine 0 gp=0xc000 m=0 mp=0x1 [idle]:`. */
function isGoroutine(line: string): boolean {
  return line.startsWith('goroutine ') && line.endsWith(']:') && line.includes(' [');
}

/** `main.main()`, `net/http.(*conn).serve(0xc000…)`, `panic({0x1, 0x2})`: no blank before the first bracket. */
function isFrame(line: string): boolean {
  const open = line.indexOf('(');
  if (open <= 0 || line.charCodeAt(line.length - 1) !== 41) return false;
  const blank = line.indexOf(' ');
  if (blank >= 0 && blank < open) return false;
  const dot = line.indexOf('.');
  return (dot > 0 && dot < open) || line.startsWith('panic(');
}

/**
 * A frame of zap's or of old Kubernetes' traces: `sigs.k8s.io/controller-runtime/pkg/internal/controller.(*Controller).worker`,
 * `/usr/local/go/src/runtime/panic.go:522`.
 */
function isBareFrame(line: string): boolean {
  const slash = line.lastIndexOf('/');
  return (
    slash >= 0 &&
    line.length < 400 &&
    line.indexOf('.', slash) > 0 &&
    !line.includes(' ') &&
    !line.includes('=')
  );
}

/** `rax    0x0`: what a crash prints of the processor. */
function isRegister(line: string): boolean {
  return line.length < 32 && /^[a-z][a-z0-9]{1,5} +0x[0-9a-f]+$/.test(line);
}

/** A line of a Go trace that isn't indented. */
export function isTraceLine(line: string): boolean {
  switch (line.charCodeAt(0)) {
    case 91: // [
      if (line.startsWith('[signal ') || line.startsWith('[recovered')) return true;
      break;
    case 103: // g
      if (isGoroutine(line)) return true;
      break;
    case 99: // c
      if (line.startsWith('created by ')) return true;
      break;
    case 46: // .
      if (line.startsWith('...additional frames elided...')) return true;
      break;
    case 112: // p
      if (line.startsWith('panic: ') || line.startsWith('panic during ')) return true;
      break;
    case 114: // r
      if (line.startsWith('runtime: ') || line === 'runtime stack:') return true;
      break;
    case 102: // f
      if (line.startsWith('fatal error: ')) return true;
      break;
    default:
      break;
  }
  return isFrame(line) || isRegister(line) || isBareFrame(line);
}

/** Can a trace follow an entry that starts with this line? Programs that catch a panic log it in their own form first. */
export function startsTrace(head: string): boolean {
  const start = head.slice(0, 1000);
  return (
    isPanicStart(start) ||
    start.charCodeAt(0) === 70 ||
    start.includes('panic') ||
    start.includes('\tERROR\t')
  );
}

function isPanicStart(text: string): boolean {
  return (
    STARTS.some((start) => text.startsWith(start)) &&
    (!text.startsWith('goroutine ') || /^goroutine \d+ [^\n]{0,200}\[/.test(text))
  );
}

export function parseGoPanic(text: string): ParsedPayload | undefined {
  if (!isPanicStart(text)) return undefined;
  const fatal = !text.startsWith('goroutine ') && !text.startsWith('SIG');
  const level = fatal ? 'fatal' : undefined;
  return {
    format: 'go-panic',
    message: text.trimEnd(),
    fields: [],
    time: undefined,
    level,
    component: undefined,
    caller: undefined,
  };
}

export const goPanic: Payload = {
  name: 'go-panic',
  parse: parseGoPanic,
  mayContinue: (line) => line === '' || isTraceLine(line),
  continues: (soFar, line) =>
    soFar[0] !== undefined && startsTrace(soFar[0]) && (line === '' || isTraceLine(line)),
};
