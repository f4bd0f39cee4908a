/** Clauses of a query, in the words of Elasticsearch and OpenSearch. */

export interface SearchedField {
  readonly name: string;
  /** Phrases can be looked for. */
  readonly positions: boolean;
  /** By which queries are to be cut, where that is not the field's own. */
  readonly analyzer?: string | undefined;
}

export interface Clause {
  readonly query: object;
  /** How many clauses the server counts, at most. */
  readonly cost: number;
  /**
   * Searched for apart from others: `frequent` finds more documents than a page holds, and must not cost the whole query again for each;
   * for `slow` the server goes through all words of the field.
   */
  readonly kind?: 'frequent' | 'slow' | undefined;
  /** Two that together find the same; each may find fewer. */
  readonly halves?: (() => readonly [Clause, Clause]) | undefined;
}

/** These words in a row; without positions in any order. */
export function phrase({ name, positions, analyzer }: SearchedField, text: string): Clause {
  // A text of stop words only would find nothing.
  const how = { query: text, zero_terms_query: 'all', ...(analyzer === undefined ? {} : { analyzer }) };
  const query = positions
    ? { match_phrase: { [name]: how } }
    : { match: { [name]: { ...how, operator: 'and' } } };
  return { query, cost: 1 + wordsIn(text) };
}

/** These words in a row, of which the last one may go on. For fields with positions. */
export function phrasePrefix({ name, analyzer }: SearchedField, text: string): Clause {
  const how = { query: text, zero_terms_query: 'all', max_expansions: ALL_WORDS };
  const query = { match_phrase_prefix: { [name]: analyzer === undefined ? how : { ...how, analyzer } } };
  return { query, cost: 1 + wordsIn(text) };
}

/** With fewer a word could be left out. */
const ALL_WORDS = 2 ** 31 - 1;

/** A word that begins with `start`. */
export function prefix({ name }: SearchedField, start: string): Clause {
  return { query: { prefix: { [name]: { value: start } } }, cost: 1 };
}

/** The whole value contains `text`. */
export function contains({ name }: SearchedField, text: string): Clause {
  const value = `*${text.replace(/[*?\\]/g, '\\$&')}*`;
  return { query: { wildcard: { [name]: { value, case_insensitive: true } } }, cost: 1 };
}

export function allOf(clauses: readonly Clause[]): Clause {
  if (clauses.length === 1) return clauses[0]!;
  const filter = clauses.map(({ query }) => query);
  return { query: { bool: { filter } }, cost: costOf(clauses) + 1 };
}

export function anyOf(clauses: readonly Clause[]): Clause {
  const should = clauses.map(({ query }) => query);
  const query = { bool: { should, minimum_should_match: 1 } };
  return { query, cost: costOf(clauses) + 1 };
}

export function costOf(clauses: readonly Clause[]): number {
  return clauses.reduce((sum, { cost }) => sum + cost, 0);
}

/** The same, to be searched for with its like. */
export function frequent(clause: Clause): Clause {
  return { ...clause, kind: 'frequent' };
}

/** What is looked for in the words of a field, all of which the server goes through. */
export interface Parts {
  /** Words end with one of these and are longer. */
  readonly ends: readonly string[];
  /** Words contain one of these. */
  readonly inside: readonly string[];
}

/** A word with one of these parts. */
export function wordsWith({ name }: SearchedField, { ends, inside }: Parts): Clause {
  const forms = [
    ...(ends.length === 0 ? [] : [`.+(${union(ends)})`]),
    ...(inside.length === 0 ? [] : [`.*(${union(inside)}).*`]),
  ];
  return {
    query: { regexp: { [name]: { value: forms.join('|'), max_determinized_states: 100_000 } } },
    cost: 1,
  };
}

/** Analyzers cut longer words anywhere: after 255 UTF-16 units, which is 127 letters at least. */
const LONGEST_WORD = 127;

/** A word so long that it may have been cut anywhere. */
export function longWord({ name }: SearchedField): Clause {
  return { query: { regexp: { [name]: { value: `.{${LONGEST_WORD}}.*` } } }, cost: 1, kind: 'slow' };
}

function union(parts: readonly string[]): string {
  return [...new Set(parts)].map(escaped).join('|');
}

/** Longest regular expression that a server takes by itself is 1,000 characters. */
const REGEX_LENGTH = 900;

/** Lists of words, each short enough for one `wordsWith`. */
export function inRegexes<T>(items: readonly T[], wordOf: (item: T) => string): T[][] {
  return inLists(items, (item) => escaped(wordOf(item)).length + 1, REGEX_LENGTH);
}

function escaped(word: string): string {
  return word.replace(/[^\p{L}\p{N}]/gu, '\\$&');
}

function wordsIn(text: string): number {
  return text.split(/[^\p{L}\p{N}]+/u).length;
}

/** In lists whose cost is no more than `limit` each, if single ones allow it; frequent ones apart from rare ones, each slow one by itself. */
export function packed(clauses: readonly Clause[], limit: number): Clause[][] {
  const of = (kind: Clause['kind']) => clauses.filter((clause) => clause.kind === kind);
  const lists = [of(undefined), of('frequent')].flatMap((some) => inLists(some, ({ cost }) => cost, limit));
  return [...lists, ...of('slow').map((clause) => [clause])];
}

/** Neighbours together whose sizes sum up to `limit` at most. */
function inLists<T>(items: readonly T[], sizeOf: (item: T) => number, limit: number): T[][] {
  const lists: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (size > room) {
      lists.push([]);
      room = limit;
    }
    lists.at(-1)!.push(item);
    room -= size;
  }
  return lists;
}
