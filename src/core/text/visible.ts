/** Log text is hostile: what could move a cursor, reorder or hide text is written out before people see it. */

/**
 * C0, DEL, C1, soft hyphen, bidi marks, embeddings and isolates, zero-width and invisible characters, line separators, BOM,
 * interlinear marks, tag characters, lone surrogates.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

export interface VisibleOptions {
  /** Leave tabs as they are. */
  readonly tab?: boolean;
  /** Leave `\n` as it is. */
  readonly newline?: boolean;
}

/** `text` with unsafe characters as `\xNN` (up to U+00FF) or `\u{NNNN}`. */
export function visible(text: string, options: VisibleOptions = {}): string {
  return text.replace(UNSAFE, (character) => {
    if ((character === '\t' && options.tab) || (character === '\n' && options.newline)) return character;
    return escaped(character.codePointAt(0)!);
  });
}

function escaped(code: number): string {
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u{${code.toString(16).padStart(4, '0')}}`;
}
