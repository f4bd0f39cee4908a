/** `{{name}}` slots of titles, explanations and remedies, filled with values from a log. */
import { cut } from './own.ts';
import { shellQuote } from './shell.ts';
import { visible } from './visible.ts';

/** The value for a slot; undefined or empty: not known. */
export type Lookup = (name: string) => string | undefined;

const SLOT = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;
const MAX_PROSE = 256;
const MAX_COMMAND_VALUE = 256;

/** Filled for people: unsafe characters visible, values cut at 256 characters; a slot without a value becomes `<name>`. */
export function fillProse(template: string, lookup: Lookup): string {
  return template.replace(SLOT, (_, name: string) => {
    const value = lookup(name);
    if (value === undefined || value === '') return `<${name}>`;
    const short = cut(value, MAX_PROSE);
    return visible(short) + (short === value ? '' : '…');
  });
}

/**
 * Filled for a shell: a value is one quoted word, or part of one. Left as `<name>` where a value is unknown, has control or
 * other invisible characters, is longer than 256 characters, or would be read as an option (`--all` for a node's name).
 * Where the template's own quotes, backquotes or here-documents stand around a slot, only a plain name goes in: such text may
 * be a program of its own (`sh -c '…'`, `awk '…'`).
 */
export function fillCommand(template: string, lookup: Lookup): string {
  let out = '';
  let done = 0;
  const quotes = new Quotes();
  for (const slot of template.matchAll(SLOT)) {
    const before = template.slice(done, slot.index);
    quotes.read(before);
    out += before;
    out += commandValue(slot[1]!, lookup, { quoted: quotes.inside, startsWord: /(^|[\s|;&(<>])$/.test(out) });
    done = slot.index + slot[0].length;
  }
  return out + template.slice(done);
}

/** No meaning to a shell, awk, sed, jq or JSONPath, quoted or not. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*(?:[.:][A-Za-z0-9_-]+)*$/;

function commandValue(
  name: string,
  lookup: Lookup,
  place: { readonly quoted: boolean; readonly startsWord: boolean },
): string {
  const value = lookup(name);
  const hole = `<${name}>`;
  if (value === undefined || value === '' || value.length > MAX_COMMAND_VALUE) return hole;
  if (visible(value) !== value) return hole;
  if (place.quoted) return NAME.test(value) ? value : hole;
  return place.startsWord && value.startsWith('-') ? hole : shellQuote(value);
}

/** Follows the quotes of a shell command. What it can't follow for sure counts as quoted to the end. */
class Quotes {
  private quote = '';
  private lost = false;

  get inside(): boolean {
    return this.lost || this.quote !== '';
  }

  read(text: string): void {
    for (let i = 0; i < text.length && !this.lost; i++) {
      const c = text[i]!;
      if (this.quote === "'") {
        if (c === "'") this.quote = '';
      } else if (c === '\\') {
        if (i + 1 === text.length) this.lost = true;
        i++;
      } else if (c === '#' && this.quote === '' && /(^|[\s;|&(])$/.test(text.slice(0, i))) this.lost = true;
      else this.step(c, text[i + 1] ?? '');
    }
  }

  private step(c: string, next: string): void {
    if (c === '`' || (c === '<' && next === '<') || (c === '$' && (next === "'" || next === '{')))
      this.lost = true;
    else if (c === '$' && this.quote === '"') this.lost = next === '(';
    else if (c === '"') this.quote = this.quote === '"' ? '' : '"';
    else if (c === "'" && this.quote === '') this.quote = "'";
  }
}
