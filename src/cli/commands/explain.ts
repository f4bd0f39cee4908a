/** `explain`: what the tool makes of a line. */
import { existsSync } from 'node:fs';
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
import { fileInput, streamInput } from '../../sources/input.ts';
import type { Input } from '../../sources/input.ts';
import type { Context } from '../context.ts';
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
  const { input, line } = inputOf(words, context.now());
  const rules = await loadRules(ruleSelection(flags));
  const reading = { rules, timeZone, host: choices.host ?? '', format: choices.format };
  const seen = line === undefined ? await all(input, reading) : await entryAt(line, input, reading);
  const knowledge = { pack: rules, nearest: new Nearest(rules.rules) };
  const found = seen.map(([entry, source]) => explain(entry, source, knowledge));
  context.stdout.write(answer(found, rules, { flags, context }));
  return EXIT.ok;
}

interface Chosen {
  readonly input: Input;
  /** From 1; undefined: all. */
  readonly line: number | undefined;
}

function inputOf(words: readonly string[], now: number): Chosen {
  const [word = ''] = words;
  const place = words.length === 1 ? /^(.+):(\d{1,15})$/.exec(word) : null;
  if (place !== null && existsSync(place[1]!))
    return { input: opened(place[1]!), line: Math.max(1, Number(place[2])) };
  if (words.length === 1 && word === '-') return { input: standardInput(now), line: undefined };
  if (words.length === 1 && existsSync(word)) throw new ProblemError([lineMissing(word)]);
  const bytes = [new TextEncoder().encode(`${words.join(' ')}\n`)];
  return { input: stream('-', chunksOf(bytes), now), line: undefined };
}

function opened(path: string): Input {
  try {
    return fileInput(path, path);
  } catch {
    const message = 'this file can not be read';
    throw new ProblemError([{ code: 'INPUT_NOT_READABLE', message, place: { file: path } }]);
  }
}

function standardInput(now: number): Input {
  return stream('-', process.stdin, now);
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
