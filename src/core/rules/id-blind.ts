/**
 * Proves of an entry of one line, klog's or logrus', that all others that differ from it in their ids only (each as long, its hyphens in the
 * same places) meet the same rules with the same captures. "No" means only that it is not proved.
 *
 * What the proof rests on: no character of an id means anything to a parser, so what stands around it is taken apart the same way. No text that
 * is looked for, by the scanner or by a rule, can stand where it would cover a part of an id, whatever the id's digits are: so each is found in
 * the same places, and each hole ends in the same places. That no capture holds a part of an id shows when all of their digits are others.
 */
import type { Entry } from '../entry.ts';
import { hasId, idsIn } from '../text/ids.ts';
import { alternativeLooks } from './looks.ts';
import type { Looks } from './looks.ts';
import { roles } from './compile.ts';
import { matchEntry } from './match.ts';
import type { RulePack } from './pack.ts';
import { couldTouch, endsAtId, sought, touches } from './sought.ts';
import type { Sought, TextWithIds } from './sought.ts';

const BACKSLASH = 92;
/** Their quotes are escaped. */
const IN_JSON: ReadonlySet<string> = new Set(['journal-json', 'docker']);
const ESCAPE = '\u001B';
/** What an address or a duration beside an id could go on with. */
const [BEFORE, BEHIND] = [/[.:A-Fsmh]/, /[.:A-Fnusmhµμ]/];

export class IdBlind {
  private readonly pack: RulePack;
  private readonly literals: readonly Sought[];
  private readonly parse: (line: string) => Entry;
  /** By rule. */
  private readonly looks = new Map<number, readonly Looks[]>();

  /** `literals`: all that the scanner looks for. */
  constructor(pack: RulePack, literals: readonly string[], parse: (line: string) => Entry) {
    this.pack = pack;
    this.parse = parse;
    this.literals = literals.map(sought).filter(couldTouch);
  }

  /** `line`: the entry's only line, whose ids before `from` stay; `probes`: those that its literals lead to. */
  proves({ line, from }: { line: string; from: number }, entry: Entry, probes: readonly number[]): boolean {
    const whole = { text: line, ids: idsIn(line).filter((id) => id.from >= from) };
    if (!areText(whole, entry) || this.literals.some((one) => touches(one, whole))) return false;
    const texts = [entry.message, ...entry.fields.map(({ value }) => value)].map(withIds);
    const named = new Set(entry.fields.filter(({ value }) => hasId(value)).map(({ name }) => name));
    const rules = new Set(probes.map((probe) => this.pack.probes[probe]!.rule));
    for (const rule of rules)
      if (!this.looksOf(rule).every((looks) => isBlind(looks, texts, named))) return false;
    return this.gist(entry, probes) === this.gist(this.parse(withOtherDigits(whole)), probes);
  }

  /** What is remembered of an entry. */
  private gist(entry: Entry, probes: readonly number[]): string {
    const { host, unit, component, level, caller, time } = entry;
    return JSON.stringify([matchEntry(this.pack, entry, probes), host, unit, component, level, caller, time]);
  }

  private looksOf(rule: number): readonly Looks[] {
    let looks = this.looks.get(rule);
    if (looks === undefined) {
      const alternatives = roles(this.pack.rules[rule]!).flatMap(([, ofRole]) => ofRole);
      looks = alternatives.map(alternativeLooks);
      this.looks.set(rule, looks);
    }
    return looks;
  }
}

function withIds(text: string): TextWithIds {
  return { text, ids: idsIn(text) };
}

function withOtherDigits({ text, ids }: TextWithIds): string {
  let other = '';
  let at = 0;
  for (const { from, to } of ids) {
    other += text.slice(at, from) + text.slice(from, to).replace(/[^-]/g, nextDigit);
    at = to;
  }
  return other + text.slice(at);
}

function nextDigit(digit: string): string {
  return ((Number.parseInt(digit, 16) + 1) % 16).toString(16);
}

/** Does an alternative say the same of these texts, whatever their ids are? `named`: names of the fields with ids. */
function isBlind(looks: Looks, texts: readonly TextWithIds[], named: ReadonlySet<string>): boolean {
  const may = (one: Sought): boolean => couldTouch(one) && texts.some((text) => touches(one, text));
  // One text that is never there is enough for it to fail.
  if (looks.needed.some((one) => !may(one) && !texts.some(({ text }) => text.includes(one.text)))) return true;
  if (looks.opaque || looks.texts.some(may) || looks.numbers.some((name) => named.has(name))) return false;
  if (looks.beforeNumbers.some((one) => texts.some((text) => endsAtId(one, text)))) return false;
  return !looks.readsDigits || texts.every(standApart);
}

/** Can no address and no duration hold a part of an id? */
function standApart({ text, ids }: TextWithIds): boolean {
  return ids.every(({ from, to }) => !BEFORE.test(text.charAt(from - 1)) && !BEHIND.test(text.charAt(to)));
}

/** Do the ids stand in what the program says, behind the header, and is none of them part of an escape? */
function areText({ text, ids }: TextWithIds, entry: Entry): boolean {
  const first = ids[0];
  if (first === undefined || text.includes(ESCAPE) || first.from < bodyStart(text, entry)) return false;
  return !hasId(entry.caller ?? '') && ids.every(({ from }) => !isEscaped(text, from));
}

/** Where the message begins, or a place behind that. */
function bodyStart(line: string, { formats, caller }: Entry): number {
  if (formats.at(-1) === 'logrus') return lastBehind(line, IN_JSON.has(formats[0]!) ? ' msg=\\"' : ' msg="');
  return caller === undefined ? Number.POSITIVE_INFINITY : lastBehind(line, `${caller}]`);
}

function lastBehind(line: string, text: string): number {
  const at = line.lastIndexOf(text);
  return at < 0 ? Number.POSITIVE_INFINITY : at + text.length;
}

/** May the first characters at `from` belong to an escape that starts before them: `\`, `\x`, `\u`, `\U`? */
function isEscaped(line: string, from: number): boolean {
  return (
    line.charCodeAt(from - 1) === BACKSLASH ||
    (line.charCodeAt(from - 2) === BACKSLASH && 'xuU'.includes(line.charAt(from - 1)))
  );
}
