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
  /** The server goes through all of its words: not to be asked for again for each page. */
  readonly slow?: boolean;
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
  return { query: { bool: { filter } }, cost: costOf(clauses) + 1, slow: isSlow(clauses) };
}

export function anyOf(clauses: readonly Clause[]): Clause {
  const should = clauses.map(({ query }) => query);
  const query = { bool: { should, minimum_should_match: 1 } };
  return { query, cost: costOf(clauses) + 1, slow: isSlow(clauses) };
}

function isSlow(clauses: readonly Clause[]): boolean {
  return clauses.some(({ slow }) => slow === true);
}

export function costOf(clauses: readonly Clause[]): number {
  return clauses.reduce((sum, { cost }) => sum + cost, 0);
}

/** Longest regular expression that a server takes by itself is 1,000 characters. */
const REGEX_LENGTH = 900;

/** Lists of words, each short enough for one `words` clause. */
export function inRegexes<T>(items: readonly T[], wordOf: (item: T) => string): T[][] {
  const lists: T[][] = [];
  let room = 0;
  for (const item of items) {
    const length = escaped(wordOf(item)).length + 1;
    if (length > room) {
      lists.push([]);
      room = REGEX_LENGTH;
    }
    lists.at(-1)!.push(item);
    room -= length;
  }
  return lists;
}

/** A word that ends with one of these and is longer than it; or, `inside`, that contains one of them. The server goes through all of its words. */
export function words({ name }: SearchedField, parts: readonly string[], inside: boolean): Clause {
  const union = [...new Set(parts)].map(escaped).join('|');
  const value = inside ? `.*(${union}).*` : `.+(${union})`;
  return { query: { regexp: { [name]: { value, max_determinized_states: 100_000 } } }, cost: 1, slow: true };
}

function escaped(word: string): string {
  return word.replace(/[^\p{L}\p{N}]/gu, '\\$&');
}

function wordsIn(text: string): number {
  return text.split(/[^\p{L}\p{N}]+/u).length;
}

/** In lists whose cost is no more than `limit` each, if single ones allow it; slow ones apart from the rest. */
export function packed(clauses: readonly Clause[], limit: number): Clause[][] {
  const slow = clauses.filter((clause) => clause.slow === true);
  const others = clauses.filter((clause) => clause.slow !== true);
  return [others, slow].flatMap((some) => inLists(some, limit));
}

function inLists(clauses: readonly Clause[], limit: number): Clause[][] {
  const lists: Clause[][] = [];
  let room = 0;
  for (const clause of clauses) {
    if (clause.cost > room) {
      lists.push([]);
      room = limit;
    }
    lists.at(-1)!.push(clause);
    room -= clause.cost;
  }
  return lists;
}
