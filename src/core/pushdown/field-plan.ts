/**
 * From what the rules need to clauses on one field that find at least all that can match. Of each need one piece is looked for: by its sure
 * words where they are seldom enough; else with its first and last word, which may be parts of longer ones.
 */
import { allOf, anyOf, contains, inRegexes, phrase, prefix, words } from './clauses.ts';
import type { Clause, SearchedField } from './clauses.ts';
import type { Need } from './needs.ts';
import { pieceOf, STRONG, strengthOf } from './piece.ts';
import type { Piece } from './piece.ts';
import type { Splitter, Token } from './splitter.ts';

/** The server, as far as it is asked while planning. Undefined: it does not say. */
export interface Questions {
  /** What the field's analyzer makes of these texts. */
  readonly tokens: (texts: readonly string[]) => Promise<readonly (readonly Token[])[] | undefined>;
  /** Which of these find more documents than is good. */
  readonly tooMany: (clauses: readonly Clause[]) => Promise<readonly boolean[]>;
}

/** With more of these all documents are read sooner: each goes through all values. */
const MAX_CONTAINS = 64;

/** Undefined: no query is better than reading all. */
export async function fieldPlan(
  field: SearchedField,
  splitter: Splitter,
  needs: readonly Need[],
  questions: Questions,
): Promise<readonly Clause[] | undefined> {
  if (splitter.kind === 'whole')
    return needs.length > MAX_CONTAINS ? undefined : needs.map((need) => contains(field, longest(need)));
  const chosen = needs.map((need) => best(need, splitter.hard));
  const pieces = chosen.filter((one) => typeof one !== 'string');
  const weak = await weakOf(field, uniquePieces(pieces), questions);
  const strong = uniquePieces(pieces).filter((piece) => !weak.includes(piece));
  const inside = [...new Set(chosen.filter((one) => typeof one === 'string'))];
  const clauses = [...new Set(strong.map(({ inner }) => inner))].map((inner) => phrase(field, inner));
  // Where words are altered nothing is known of parts of words.
  if (splitter.alters) {
    if (inside.length > 0 || weak.some(({ inner }) => inner === '')) return undefined;
    return [...clauses, ...weak.map(({ inner }) => phrase(field, inner))];
  }
  const others = await partsOf(field, weak, inside, questions);
  return others && [...clauses, ...others];
}

/** The piece that is found in the fewest texts; a text without any sure cut as it is. */
function best(need: Need, hard: ReadonlySet<string>): Piece | string {
  const pieces = need.map((text) => pieceOf(text, hard)).filter((piece) => piece !== undefined);
  if (pieces.length === 0) return longest(need);
  const [first, ...rest] = pieces as [Piece, ...Piece[]];
  return rest.reduce((a, b) => (strengthOf(b) > strengthOf(a) ? b : a), first);
}

function longest(need: Need): string {
  return need.reduce((a, b) => (b.length > a.length ? b : a));
}

function uniquePieces(pieces: readonly Piece[]): Piece[] {
  return [...new Map(pieces.map((piece) => [piece.text, piece])).values()];
}

/** Those whose sure words are too frequent, or that have none. */
async function weakOf(
  field: SearchedField,
  pieces: readonly Piece[],
  { tooMany }: Questions,
): Promise<readonly Piece[]> {
  const doubtful = pieces.filter((piece) => piece.inner !== '' && strengthOf(piece) < STRONG);
  const answers = await tooMany(doubtful.map(({ inner }) => phrase(field, inner)));
  const frequent = new Set(doubtful.filter((_, i) => answers[i]!));
  return pieces.filter((piece) => piece.inner === '' || frequent.has(piece));
}

/** Clauses that look at parts of words. */
async function partsOf(
  field: SearchedField,
  weak: readonly Piece[],
  inside: readonly string[],
  questions: Questions,
): Promise<readonly Clause[] | undefined> {
  const answers = await questions.tokens([...weak.flatMap(({ head, tail }) => [head, tail]), ...inside]);
  if (answers === undefined) return undefined;
  const known = weak.map((piece, i) => edgesOf(piece, answers[2 * i]!, answers[2 * i + 1]!));
  const parts = inside.map((_, i) => longestToken(answers[2 * weak.length + i]!));
  const plain = await plainClauses(field, known, questions);
  if ([...plain, ...parts].includes(undefined)) return undefined;
  const insides = inRegexes(parts as string[], (part) => part).map((list) => words(field, list, true));
  return [...(plain as Clause[]), ...(await gluedClauses(field, known, questions)), ...insides];
}

interface Edges {
  /** First word, when it may be the end of a longer one. */
  readonly first: string | undefined;
  /** From the first sure beginning on, with the first word taken as whole, to the last sure cut. */
  readonly whole: string;
  /** The same without the first word. */
  readonly inner: string;
  /** Start of a word behind it. */
  readonly last: string | undefined;
}

function edgesOf(
  { text, head, inner, tail }: Piece,
  heads: readonly Token[],
  tails: readonly Token[],
): Edges {
  const end = text.length - tail.length;
  const last = tails[0]?.token;
  const body = tail === '' ? text : text.slice(0, end);
  if (heads.length === 0) return { first: undefined, whole: inner, inner, last };
  // What is glued to the first of several words does not reach the second.
  const second = heads.find(({ start }) => start > heads[0]!.start);
  if (second !== undefined)
    return { first: undefined, whole: body.slice(second.start), inner: body.slice(second.start), last };
  return { first: head === '' ? undefined : heads[0]!.token, whole: body, inner, last };
}

/** The first word is whole; the last one is looked for only where the rest is too frequent. Undefined: there is nothing to look for. */
async function plainClauses(
  field: SearchedField,
  all: readonly Edges[],
  { tooMany }: Questions,
): Promise<readonly (Clause | undefined)[]> {
  const phrases = all.map(({ whole }) => (hasWord(whole) ? phrase(field, whole) : undefined));
  const asked = phrases.filter((clause) => clause !== undefined);
  const answers = await tooMany(asked);
  const frequent = new Set(asked.filter((_, i) => answers[i]!));
  return all.map(({ last }, i) => {
    const clause = phrases[i];
    if (last === undefined) return clause;
    if (clause === undefined) return prefix(field, last);
    return frequent.has(clause) ? allOf([clause, prefix(field, last)]) : clause;
  });
}

/** What stands beside the first word. */
function restClause(field: SearchedField, { inner, last }: Edges): Clause | undefined {
  if (hasWord(inner)) return phrase(field, inner);
  return last === undefined ? undefined : prefix(field, last);
}

function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** Something is glued before the first word: some word ends with it and is longer, and the rest is there. */
async function gluedClauses(
  field: SearchedField,
  all: readonly Edges[],
  { tooMany }: Questions,
): Promise<readonly Clause[]> {
  const glued = all.flatMap((edges) =>
    edges.first === undefined ? [] : [{ first: edges.first, rest: restClause(field, edges) }],
  );
  const byWord = Map.groupBy(glued, ({ first }) => first);
  const words = [...byWord].map(([word, some]) => ({ word, rests: some.map(({ rest }) => rest) }));
  // One that stands for itself must not spoil the others' rests.
  const alone = words.filter(({ rests }) => rests.includes(undefined));
  const others = words.filter(({ rests }) => !rests.includes(undefined));
  const lists = [alone, others].flatMap((some) => inRegexes(some, ({ word }) => word));
  return splitWhileFrequent(lists, (list) => gluedClause(field, list), tooMany);
}

interface Glued {
  readonly word: string;
  /** What else stands in a text, one for each piece that begins with the word; undefined: nothing that is known. */
  readonly rests: readonly (Clause | undefined)[];
}

function gluedClause(field: SearchedField, list: readonly Glued[]): Clause {
  const ends = words(
    field,
    list.map(({ word }) => word),
    false,
  );
  const rests = list.flatMap((one) => one.rests);
  return rests.includes(undefined) ? ends : allOf([ends, anyOf(rests as Clause[])]);
}

/** Words that end many others are told apart from the rest by halving. */
async function splitWhileFrequent(
  lists: readonly (readonly Glued[])[],
  clauseOf: (list: readonly Glued[]) => Clause,
  tooMany: Questions['tooMany'],
): Promise<readonly Clause[]> {
  const done: Clause[] = [];
  for (let open = lists; open.length > 0;) {
    const clauses = open.map(clauseOf);
    const frequent = await tooMany(clauses);
    done.push(...clauses.filter((_, i) => !frequent[i]! || open[i]!.length === 1));
    open = open
      .filter((list, i) => frequent[i]! && list.length > 1)
      .flatMap((list) => [list.slice(0, list.length >> 1), list.slice(list.length >> 1)]);
  }
  return done;
}

function longestToken(tokens: readonly Token[]): string | undefined {
  return tokens.reduce<string | undefined>(
    (a, { token }) => (a === undefined || token.length > a.length ? token : a),
    undefined,
  );
}
