/** Says why a rule missed: the entry and alternative that came nearest, and what was not there. */
import type { Entry } from '../entry.ts';
import type { Alternative, Rule } from './rule.ts';
import { textPieces, whyNot, whyNotText } from './why-not.ts';

interface Miss {
  readonly entry: Entry;
  readonly alternative: Alternative;
  /** Letters of the texts that are there. */
  readonly score: number;
}

/** One or two sentences about the entry that nearly matched; empty when there are no entries. */
export function nearestMiss(rule: Rule, entries: readonly Entry[]): string[] {
  const alternatives = [...rule.match, ...(rule.sequence?.steps.flat() ?? [])];
  const misses = entries.flatMap((entry) => alternatives.map((alternative) => missOf(alternative, entry)));
  const best = misses.sort((a, b) => b.score - a.score)[0];
  if (best === undefined) return ['the log holds no entry'];
  const why = whyNot(best.alternative, best.entry);
  return [`nearest entry: ${describe(best.entry)}\n    ${why === undefined ? 'it matches' : whyNotText(why)}`];
}

function missOf(alternative: Alternative, entry: Entry): Miss {
  const texts = [entry.message, ...entry.fields.map(({ value }) => value)];
  const there = textPieces(alternative).filter((piece) => texts.some((text) => text.includes(piece)));
  return { entry, alternative, score: there.reduce((sum, piece) => sum + piece.length, 0) };
}

/** The entry as the rules see it. */
function describe({ message, fields, component, level, formats }: Entry): string {
  const named = fields.slice(0, 12).map(({ name, value }) => `${name}=${JSON.stringify(value.slice(0, 200))}`);
  const from = `[${formats.join(' > ')}${component === undefined ? '' : `, component ${component}`}${level === undefined ? '' : `, level ${level}`}]`;
  return [JSON.stringify(message.slice(0, 300)), ...named, from].join(' ');
}
