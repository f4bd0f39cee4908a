/** JSON that any reader takes and that no terminal trips over. */

/** C0 is escaped by JSON itself; these are not: DEL, C1, bidi, invisible and tag characters. */
const UNSAFE =
  /[\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/** The value as JSON text; unsafe characters as `\uNNNN`, half characters as U+FFFD. `indent`: spaces a level, 0: one line. */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, wellFormed, indent).replace(UNSAFE, escaped);
}

function wellFormed(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(LONE_SURROGATE, '\ufffd') : value;
}

function escaped(character: string): string {
  let out = '';
  for (let i = 0; i < character.length; i++)
    out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}
