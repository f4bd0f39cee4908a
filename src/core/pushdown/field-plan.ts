/**
 * From what the rules need to clauses on one field that find at least all that can match. All pieces of a need are looked for by their sure
 * words and by how the word behind them begins; where that finds too much, with the first word, too, which may be the end of a longer one.
 */
import {
  allOf,
  anyOf,
  contains,
  frequent as asFrequent,
  inRegexes,
  longWord,
  phrase,
  wordsWith,
} from './clauses.ts';
import type { Clause, SearchedField } from './clauses.ts';
import { edgesOf, isKept, looseClause, strictClause, sureOnly } from './edges.ts';
import type { Edges } from './edges.ts';
import type { Need } from './needs.ts';
import { pieceOf, STRONG, strengthOf } from './piece.ts';
import type { Piece } from './piece.ts';
import type { Splitter, Token } from './splitter.ts';

/** The server, as far as it is asked while planning. */
export interface Questions {
  /** What the field's analyzer makes of these texts; undefined: the server does not say. */
  readonly tokens: (texts: readonly string[]) => Promise<readonly (readonly Token[])[] | undefined>;
  /** How many documents each of these finds, up to `most`; Infinity: the server does not say. */
  readonly counts: (clauses: readonly Clause[], most: number) => Promise<readonly number[]>;
}

/** With more of these all documents are read sooner: each goes through all values. */
const MAX_CONTAINS = 64;

/** Needs whose sure words are found in so many documents are looked for with their first words, too; */
const FREQUENT = 100;
/** those that begin with a short word, which ends many others, when it is so many. */
const VERY_FREQUENT = 2000;
const SHORT_WORD = 3;

type Words = Extract<Splitter, { kind: 'words' }>;

export interface FieldPlan {
  /** Surely rare: to be searched for at once. */
  readonly strong: readonly Clause[];
  /** What the server has to be asked about before. Undefined: no query is better than reading all. */
  readonly others: () => Promise<readonly Clause[] | undefined>;
}

export function fieldPlan(
  field: SearchedField,
  splitter: Splitter,
  needs: readonly Need[],
  questions: Questions,
): FieldPlan {
  if (splitter.kind === 'whole') {
    const clauses =
      needs.length > MAX_CONTAINS ? undefined : needs.map((need) => contains(field, longest(need)));
    return { strong: [], others: () => Promise.resolve(clauses) };
  }
  const sought = needs.map((need) => ({
    need,
    pieces: need.map((text) => pieceOf(text, splitter.hard)).filter((piece) => piece !== undefined),
  }));
  const [strong, weak] = divided(sought, ({ pieces }) => sum(pieces.map(strengthOf)) >= STRONG);
  return {
    strong: unique(strong.map(({ pieces }) => strongClause(field, pieces))),
    others: async () => weakClauses(field, splitter, weak, questions),
  };
}

interface Sought {
  readonly need: Need;
  /** Those of its texts that have a sure cut. */
  readonly pieces: readonly Piece[];
}

function longest(texts: readonly string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function divided<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function unique(clauses: readonly Clause[]): readonly Clause[] {
  return [...new Map(clauses.map((clause) => [JSON.stringify(clause.query), clause])).values()];
}

/** The rarest piece where that is enough. */
function strongClause(field: SearchedField, pieces: readonly Piece[]): Clause {
  const best = pieces.reduce((a, b) => (strengthOf(b) > strengthOf(a) ? b : a));
  const chosen = strengthOf(best) >= STRONG ? [best] : pieces.filter(({ inner }) => inner !== '');
  return allOf(chosen.map(({ inner }) => phrase(field, inner)));
}

/** A need with what is known of the edges of its pieces. */
interface Known {
  readonly all: readonly Edges[];
  readonly loose: Clause | undefined;
}

async function weakClauses(
  field: SearchedField,
  splitter: Words,
  sought: readonly Sought[],
  questions: Questions,
): Promise<readonly Clause[] | undefined> {
  const [cut, uncut] = divided(sought, ({ pieces }) => pieces.length > 0);
  const texts = [...new Set(uncut.map(({ need }) => longest(need)))];
  // Where words are altered nothing is known of parts of words.
  if (splitter.alters && texts.length > 0) return undefined;
  const edges = await edgesOfAll(
    cut.map(({ pieces }) => pieces),
    splitter,
    questions,
  );
  const inside = await insideWords(texts, splitter, questions);
  if (edges === undefined || inside === undefined) return undefined;
  const known = edges.map((all) => ({ all, loose: looseClause(field, all) }));
  if (known.some(({ all, loose }) => loose === undefined && all.every(({ first }) => first === undefined)))
    return undefined;
  const { loose, frequent } = await byFrequency(known, questions);
  return [
    ...loose,
    ...unique(frequent.map(({ all, loose }) => frequentClause(field, all, loose))),
    ...gluedClauses(field, frequent, inside),
  ];
}

async function edgesOfAll(
  needs: readonly (readonly Piece[])[],
  { alters, drops }: Words,
  { tokens }: Questions,
): Promise<readonly (readonly Edges[])[] | undefined> {
  if (alters) return needs.map((pieces) => pieces.map(sureOnly));
  const texts = [...new Set(needs.flat().flatMap(({ head, tail }) => [head, tail]))];
  const answers = await tokens(texts);
  if (answers === undefined) return undefined;
  const known = new Map(texts.map((text, i) => [text, answers[i]!]));
  return needs.map((pieces) =>
    pieces.map((piece) => edgesOf(piece, known.get(piece.head)!, known.get(piece.tail)!, drops)),
  );
}

/** Of texts without a sure cut a word that stands in one of theirs. Undefined: there is one without. */
async function insideWords(
  texts: readonly string[],
  { drops }: Words,
  { tokens }: Questions,
): Promise<readonly string[] | undefined> {
  if (texts.length === 0) return [];
  const answers = await tokens(texts);
  const words = answers?.map((some) => some.map(({ token }) => token));
  const kept = words?.map((some) => some.filter((word) => isKept(word, 'inside', drops)));
  if (kept === undefined || kept.some((some) => some.length === 0)) return undefined;
  return kept.map(longest);
}

/** Those that find nothing are left out. */
async function byFrequency(
  known: readonly Known[],
  { counts }: Questions,
): Promise<{ readonly loose: readonly Clause[]; readonly frequent: readonly Known[] }> {
  const asked = unique(known.flatMap(({ loose }) => (loose === undefined ? [] : [loose])));
  const answers = await counts(asked, VERY_FREQUENT);
  const counted = new Map(asked.map(({ query }, i) => [JSON.stringify(query), answers[i]!]));
  const countOf = (clause: Clause) => counted.get(JSON.stringify(clause.query))!;
  const [frequent, others] = divided(
    known,
    ({ all, loose }) => loose === undefined || countOf(loose) >= boundOf(all),
  );
  const loose = unique(others.map((one) => one.loose!)).filter((clause) => countOf(clause) > 0);
  const [many, few] = divided(loose, (clause) => countOf(clause) >= FREQUENT);
  return { loose: [...few, ...many.map(asFrequent)], frequent };
}

function boundOf(all: readonly Edges[]): number {
  const isShort = all.some(({ first }) => first !== undefined && first.length <= SHORT_WORD);
  return isShort ? VERY_FREQUENT : FREQUENT;
}

/** With first words as whole ones. */
function frequentClause(field: SearchedField, all: readonly Edges[], loose: Clause | undefined): Clause {
  return asFrequent(strictClause(field, all) ?? loose!);
}

/** Something is glued before the first word of a piece: some word ends with it and is longer, and what is sure is there. */
interface Glued {
  readonly word: string;
  readonly inside: boolean;
  /** Undefined: nothing else is known. */
  readonly rest: Clause | undefined;
}

function gluedClauses(
  field: SearchedField,
  frequent: readonly Known[],
  inside: readonly string[],
): readonly Clause[] {
  const glued = frequent.flatMap(({ all, loose }) =>
    all.flatMap(({ first }) => (first === undefined ? [] : [{ word: first, inside: false, rest: loose }])),
  );
  const [others, alone] = divided(glued, ({ rest }) => rest !== undefined);
  // One that stands for itself must not spoil the others' rests.
  const bare = [...inside.map((word) => ({ word, inside: true, rest: undefined })), ...alone];
  const clauses = [bare, others].flatMap((some) =>
    inRegexes(byWord(some), ([{ word }]) => word).map((list) => gluedClause(field, list)),
  );
  return clauses.length === 0 ? [] : [...clauses, longWord(field)];
}

type SameWord = readonly [Glued, ...Glued[]];

function byWord(glued: readonly Glued[]): SameWord[] {
  return [...Map.groupBy(glued, ({ word, inside }) => `${inside} ${word}`).values()] as unknown as SameWord[];
}

function gluedClause(field: SearchedField, list: readonly SameWord[]): Clause {
  const glued = list.flat();
  const [inside, ends] = divided(glued, (one) => one.inside).map((some) => some.map(({ word }) => word));
  const words = wordsWith(field, { ends: ends!, inside: inside! });
  const rests = glued.flatMap(({ rest }) => (rest === undefined ? [] : [rest]));
  const clause = rests.length < glued.length ? words : allOf([words, anyOf(unique(rests))]);
  const half = list.length >> 1;
  return {
    ...clause,
    kind: 'slow',
    halves:
      half === 0
        ? undefined
        : () => [gluedClause(field, list.slice(0, half)), gluedClause(field, list.slice(half))],
  };
}
