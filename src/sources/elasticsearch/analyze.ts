/** Asks the analyzer of a field what it makes of texts. */
import type { Token } from '../../core/pushdown/splitter.ts';
import type { Session } from './session.ts';

/** The server's bound is 10,000 tokens a request. */
const MAX_CHARS = 20_000;

interface Answered {
  readonly token: string;
  readonly start_offset: number;
  readonly end_offset: number;
}

/** Tokens of each text; undefined: the server does not say. */
export async function analyze(
  session: Session,
  index: string,
  field: string,
  texts: readonly string[],
): Promise<readonly (readonly Token[])[] | undefined> {
  const all: Token[][] = [];
  for (const part of portions(texts)) {
    const path = `/${encodeURIComponent(index)}/_analyze?filter_path=tokens.token,tokens.start_offset,tokens.end_offset`;
    const verdict = await session.read('POST', path, { field, text: part });
    if (verdict.kind !== 'ok') return undefined;
    all.push(...apart((verdict.body as { tokens?: readonly Answered[] }).tokens ?? [], part));
  }
  return all;
}

function portions(texts: readonly string[]): string[][] {
  const portions: string[][] = [];
  let room = 0;
  for (const text of texts) {
    if (text.length + 1 > room) {
      portions.push([]);
      room = MAX_CHARS;
    }
    portions.at(-1)!.push(text);
    room -= text.length + 1;
  }
  return portions;
}

/** The server counts offsets over all texts, with one between two. */
function apart(tokens: readonly Answered[], texts: readonly string[]): Token[][] {
  let at = 0;
  let base = 0;
  return texts.map((text) => {
    const end = base + text.length;
    const own: Token[] = [];
    for (; at < tokens.length && tokens[at]!.start_offset <= end; at++) {
      const { token, start_offset: start, end_offset: stop } = tokens[at]!;
      own.push({ token, start: start - base, end: stop - base });
    }
    base = end + 1;
    return own;
  });
}
