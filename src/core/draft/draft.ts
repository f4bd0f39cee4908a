/** Drafts a rule from lines of a log: a complete file that loads and whose tests pass, with what only its author knows left to do. */
import type { Entry } from '../entry.ts';
import { compileAlternative } from '../rules/alternative.ts';
import type { Captures } from '../rules/pack.ts';
import { compilePattern, isPatternError } from '../rules/pattern.ts';
import type { Alternative } from '../rules/rule.ts';
import { readTestLog } from '../rules/test-log.ts';
import { draftPattern } from './pattern.ts';

export interface Draft {
  /** `k3s/node-password-rejected` */
  readonly id: string;
  readonly entry: Entry;
  /** Patterns that must all be there. */
  readonly texts: readonly string[];
  readonly literal: string;
  /** Of the first entry. */
  readonly captures: Captures;
  readonly log: string;
  /** `--format`. */
  readonly format: string | undefined;
  /** Entries of the log that meet the patterns. */
  readonly matches: number;
}

/** Long enough not to slow down the scanner. */
const STRONG = 11;

/** `log`: one entry, or several of which the first is the example. Undefined: no text in it is long enough to be found by. */
export function draftRule(log: string, format: string | undefined): Draft | undefined {
  const entries = readTestLog(log, format).filter(
    ({ message, fields }) => message.trim() !== '' || fields.length > 0,
  );
  const [entry] = entries;
  if (entry === undefined) return undefined;
  const found = bestTexts(entry);
  if (found === undefined) return undefined;
  const { test, literal } = compileAlternative(alternativeOf(found.texts));
  const matches = entries.filter((one) => test(one) !== undefined).length;
  return {
    id: idOf(entry, found.texts),
    entry,
    texts: found.texts,
    literal: literal!,
    captures: test(entry)!,
    log,
    format,
    matches,
  };
}

interface Texts {
  readonly texts: readonly string[];
  readonly strength: number;
}

/** With names as holes where that leaves a strong literal, else with the names kept. */
function bestTexts(entry: Entry): Texts | undefined {
  const bold = ofStrength(entry, textsOf(entry, false));
  if (bold !== undefined && bold.strength >= STRONG) return bold;
  const careful = ofStrength(entry, textsOf(entry, true));
  return careful !== undefined && careful.strength > (bold?.strength ?? 0) ? careful : bold;
}

function ofStrength(entry: Entry, texts: readonly string[]): Texts | undefined {
  if (texts.length === 0 || texts.some((text) => isPatternError(compilePattern(text)))) return undefined;
  const { test, literal } = compileAlternative(alternativeOf(texts));
  return literal === undefined || test(entry) === undefined ? undefined : { texts, strength: literal.length };
}

function alternativeOf(texts: readonly string[]): Alternative {
  return { texts, regex: undefined, where: [], not: [] };
}

/** Fields that say what happened, where the message says only what was tried. */
const TELLING: ReadonlySet<string> = new Set(['err', 'error', 'reason', 'msg', 'message']);

/** Of the message, and of the field that says why. */
function textsOf(entry: Entry, careful: boolean): string[] {
  const used = new Set<string>();
  const telling = entry.fields.find(
    ({ name, value }) => TELLING.has(name) && value.trim() !== '' && value !== entry.message,
  );
  return [entry.message, telling?.value ?? '']
    .map((text) => draftPattern(text, careful, used))
    .filter((text) => hasText(text));
}

/** More than holes and signs. */
function hasText(pattern: string): boolean {
  return /[A-Za-z]{3}/.test(pattern.replace(/<[^>]*>/g, ''));
}

const MAX_WORDS = 6;

/** Component, and the first words that are always the same. */
function idOf(entry: Entry, texts: readonly string[]): string {
  const words = texts
    .join(' ')
    .replace(/<[^>]*>/g, ' ')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return `${folderOf(entry)}/${(words ?? []).slice(0, MAX_WORDS).join('-') || 'new'}`;
}

function folderOf({ component, formats }: Entry): string {
  const name = (component ?? '').toLowerCase().match(/[a-z0-9]+/g);
  if (name !== null) return name.join('-');
  return formats.some((format) => format.startsWith('klog')) ? 'kubernetes' : 'host';
}
