/** `explain`: what the tool makes of a line. */
import { existsSync, fstatSync } from 'node:fs';
import { ProblemError } from '../../core/errors.ts';
import type { Problem } from '../../core/errors.ts';
import { explain } from '../../core/explain/explain.ts';
import type { Explanation, SeenEntry } from '../../core/explain/explain.ts';
import { Nearest } from '../../core/explain/nearest.ts';
import type { SourceContext } from '../../core/formats/format.ts';
import type { RulePack } from '../../core/rules/pack.ts';
import { readEntries } from '../../pipeline/entries.ts';
import { loadRules } from '../../pipeline/index.ts';
import { jsonText } from '../../sinks/json-text.ts';
import { explanationRows } from '../../sinks/terminal/explanation.ts';
import { Style } from '../../sinks/terminal/style.ts';
import { BundleZones } from '../../sources/bundle-zones.ts';
import { fileInput, streamInput } from '../../sources/input.ts';
import type { Input } from '../../sources/input.ts';
import { openPlace, placeOf } from '../../sources/place.ts';
import type { Place } from '../../sources/place.ts';
import type { Context } from '../context.ts';
import { documentInput, isDocument } from '../document-place.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { ruleSelection, scanChoices } from '../options.ts';
import { plainOutput } from '../outputs.ts';
import { usesColor, usesUnicode, widthOf } from '../screen.ts';

/** Entries of standard input that are explained; more is a log to scan. */
const MAX_ENTRIES = 100;

/** `words`: `FILE:LINE`, `-`, or the line itself (its words, where the shell took it apart). Throws ProblemError. */
export async function explainCommand(
  words: readonly string[],
  flags: FlagValues,
  context: Context,
): Promise<number> {
  const choices = scanChoices(flags, context.now());
  const timeZone = choices.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const rules = await loadRules(ruleSelection(flags));
  const reading = {
    rules,
    timeZone,
    timeZoneGiven: choices.timeZone !== undefined,
    host: choices.host ?? '',
    format: choices.format,
    zones: new BundleZones(),
  };
  const seen = await seenBy(words, { flags, context }, reading);
  const knowledge = { pack: rules, nearest: new Nearest(rules.rules) };
  const found = seen.map(([entry, source]) => explain(entry, source, knowledge));
  context.stdout.write(answer(found, rules, { flags, context }));
  return EXIT.ok;
}

/** The entries that are meant: of one line of a source, of standard input, or of the words themselves. */
async function seenBy(
  words: readonly string[],
  { flags, context }: Showing,
  reading: Reading,
): Promise<Seen[]> {
  const [word = ''] = words;
  const now = context.now();
  const [, source = '', line = ''] = (words.length === 1 && /^(.+):(\d{1,15})$/.exec(word)) || [];
  const place = source === '' ? undefined : placeOf(source);
  if (place !== undefined) return atPlace(place, Math.max(1, Number(line)), now, reading);
  if (isDocument(source)) return all(await documentInput(source, flags, context), reading);
  if (words.length === 1 && word === '-') return all(stream('-', process.stdin, now), reading);
  if (words.length === 1 && existsSync(word)) throw new ProblemError([lineMissing(word)]);
  if (/^\S+$/.test(source)) throw new ProblemError([fileMissing(source)]);
  return all(stream('-', chunksOf([new TextEncoder().encode(`${words.join(' ')}\n`)]), now), reading);
}

async function atPlace(place: Place, line: number, now: number, reading: Reading): Promise<Seen[]> {
  const file = place.file === '-' ? standardInput(now) : fileAt(place.file);
  reading.zones.inside(file);
  const opened = await openPlace(place, file);
  try {
    return await entryAt(line, opened.input, { ...reading, near: line });
  } finally {
    await opened.close();
  }
}

function fileAt(path: string): Input {
  try {
    return fileInput(path, path);
  } catch {
    const message = 'this file can not be read';
    throw new ProblemError([{ code: 'INPUT_NOT_READABLE', message, place: { file: path } }]);
  }
}

/** A file that is redirected can be read twice. */
function standardInput(now: number): Input {
  return fstatSync(0).isFile() ? fileInput('-', 0) : stream('-', process.stdin, now);
}

function fileMissing(source: string): Problem {
  const [file = ''] = source.split('!');
  const fix = file.startsWith('…')
    ? 'the place was shortened for the screen: -o json has it whole'
    : 'check the path';
  return { code: 'INPUT_NOT_FOUND', message: 'no such file', place: { file }, fix };
}

function stream(name: string, chunks: AsyncIterable<Uint8Array>, now: number): Input {
  return streamInput({ name, chunks, close: () => undefined, now, pause: undefined });
}

async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function lineMissing(file: string): Problem {
  return {
    code: 'USAGE',
    message: `'${file}' is a file; which line of it?`,
    fix: `explain ${file}:LINE, or: scan ${file}`,
  };
}

type Reading = Omit<Parameters<typeof readEntries>[1], 'onEntry'>;
type Seen = readonly [SeenEntry, SourceContext];

async function all(input: Input, reading: Reading): Promise<Seen[]> {
  const seen: Seen[] = [];
  await readEntries(input, {
    ...reading,
    onEntry: (entry, source) => seen.push([entry, source]) < MAX_ENTRIES,
  });
  return seen;
}

/** The entry that the line belongs to: the last one that begins no later. */
async function entryAt(line: number, input: Input, reading: Reading): Promise<Seen[]> {
  let last: Seen | undefined;
  let ended = false;
  const lines = await readEntries(input, {
    ...reading,
    onEntry: (entry, source) => {
      ended = entry.origin.line > line;
      if (!ended) last = [entry, source];
      return !ended;
    },
  });
  if (last !== undefined && (ended || line <= Math.max(lines, lastLine(last[0])))) return [last];
  const message = `there is no line ${line}`;
  throw new ProblemError([{ code: 'USAGE', message, place: { file: input.name }, fix: `it has ${lines}` }]);
}

function lastLine({ origin, lines }: SeenEntry): number {
  return origin.line + lines.length - 1;
}

interface Showing {
  readonly flags: FlagValues;
  readonly context: Context;
}

function answer(found: readonly Explanation[], pack: RulePack, { flags, context }: Showing): string {
  const rules = { version: pack.version, count: pack.rules.length };
  const output = plainOutput(flags);
  if (output === 'json') return `${jsonText({ rules, entries: found }, 2)}\n`;
  if (output === 'ndjson') return found.map((each) => `${jsonText({ rules, ...each })}\n`).join('');
  const style = new Style({
    width: widthOf(flags.width, context.stdout),
    color: usesColor(flags.color, context.stdout, context.env),
    unicode: usesUnicode(context.env, context.platform),
    ...(flags.timezone === undefined ? {} : { timeZone: flags.timezone }),
  });
  return `${found.map((each) => explanationRows(each, style).join('\n')).join('\n\n')}\n`;
}
