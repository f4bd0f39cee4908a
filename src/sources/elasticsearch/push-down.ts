/** The cluster does the scanning: the rules' literals as queries that find at least all documents that a rule could match. */
import { allOf, anyOf, packed } from '../../core/pushdown/clauses.ts';
import type { Clause } from '../../core/pushdown/clauses.ts';
import { fieldPlan } from '../../core/pushdown/field-plan.ts';
import { needsOf } from '../../core/pushdown/needs.ts';
import type { Need } from '../../core/pushdown/needs.ts';
import { PROBE_TEXTS, splitterOf } from '../../core/pushdown/splitter.ts';
import type { Splitter } from '../../core/pushdown/splitter.ts';
import type { RulePack } from '../../core/rules/pack.ts';
import { analyze } from './analyze.ts';
import { Cursor, Refused, TooManyClauses } from './cursor.ts';
import { indexGroups } from './mapping.ts';
import type { IndexGroup, TextField } from './mapping.ts';
import { searchOf } from './searches.ts';
import type { Slice } from './searches.ts';
import type { Session } from './session.ts';

export interface PushDownOptions {
  readonly session: Session;
  readonly pack: RulePack;
  readonly filters: readonly object[];
  readonly slices: readonly Slice[];
}

/** Of each slice the cursors that together find its documents. Undefined: all documents have to be read; the user is told why. */
export async function pushedDown(
  options: PushDownOptions,
): Promise<readonly (readonly Cursor[])[] | undefined> {
  const { session } = options;
  const tell = (reason: string): undefined => {
    session.options.onNotice?.(`${session.options.name}: all documents are read: ${reason}`);
  };
  const needs = needsOf(options.pack);
  if (needs === undefined) return tell('a rule has no literal that could be looked for');
  const known = await indexGroups(session);
  if ('reason' in known) return tell(known.reason);
  try {
    const searches = await searchesOf(options, known.groups, needs);
    if (typeof searches === 'string') return tell(searches);
    return await Promise.all(options.slices.map((slice) => opened(options, slice, searches)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return tell(`the query is refused: ${error.message}`);
  }
}

/** Clauses of which one search is made. */
type Searches = readonly (readonly Clause[])[];

/** A reason when nothing would be saved. */
async function searchesOf(
  options: PushDownOptions,
  groups: readonly IndexGroup[],
  needs: readonly Need[],
): Promise<Searches | string> {
  const limit = await clauseLimit(options.session);
  const searches: Clause[][] = [];
  let reason = '';
  let planned = 0;
  for (const group of groups) {
    const clauses = await groupClauses(options, group, needs);
    if (typeof clauses === 'string') reason = clauses;
    else planned++;
    const list = typeof clauses === 'string' ? [{ query: { match_all: {} }, cost: 1 }] : clauses;
    const within = groups.length === 1 ? undefined : indexClause(group);
    searches.push(
      ...packed(list, limit).map((some) => (within === undefined ? some : [allOf([within, anyOf(some)])])),
    );
  }
  return planned === 0 && groups.length > 0 ? reason : searches;
}

function indexClause({ indices }: IndexGroup): Clause {
  return { query: { terms: { _index: indices } }, cost: 1 };
}

/** A reason when all of its documents have to be read. */
async function groupClauses(
  options: PushDownOptions,
  group: IndexGroup,
  needs: readonly Need[],
): Promise<readonly Clause[] | string> {
  const all: Clause[] = [];
  for (const field of group.fields) {
    const splitter = await splitterOfField(options.session, group, field);
    const where = `the field ${field.name} of ${group.indices[0]}`;
    if (typeof splitter === 'string') return `${where} ${splitter}`;
    const clauses = await fieldPlan(field, splitter, needs, questionsOf(options, group, field));
    if (clauses === undefined) return `${where} can't be searched for so many texts, or for parts of words`;
    all.push(...clauses, ...(field.skips ? [without([field])] : []));
  }
  if (group.fields.length === 0 && group.hidden)
    return `${group.indices[0]} has no text that can be searched`;
  return group.hidden ? [...all, without(group.fields)] : all;
}

/** Documents that have none of the fields. */
function without(fields: readonly TextField[]): Clause {
  const exists = fields.map(({ name }) => ({ exists: { field: name } }));
  return { query: { bool: { must_not: exists } }, cost: exists.length + 1 };
}

/** Parts of analyzers that look at more than one word, or at more than words. */
const NOT_LOCAL =
  /synonym|shingle|gram|word_delimiter|multiplexer|condition|fingerprint|unique|limit|phonetic|cjk|hunspell|keyword_repeat|min_hash|decompounder|predicate|pattern_capture|nori|kuromoji|icu|payload|keep_|"type":"length"|max_token_length":"?\d{1,2}\b|stopwords_path|"stopwords":(?!"_(english|none)_")/;

/** Analyzers that leave words as they are; others know a language, with stop words of its own. */
const PLAIN = new Set(['custom', 'standard', 'simple', 'whitespace', 'stop', 'keyword', 'pattern']);

const NOT_UNDERSTOOD = 'has an analyzer that is not understood';

/** A reason when there is none. */
async function splitterOfField(
  session: Session,
  { indices, analysis }: IndexGroup,
  { name, kind, indexedBy }: TextField,
): Promise<Splitter | string> {
  if (kind === 'whole') return { kind };
  const { filter = {}, analyzer = {}, tokenizer = {} } = analysis as Readonly<Record<string, Analyzers>>;
  const parts = JSON.stringify([filter, analyzer, tokenizer]);
  if (NOT_LOCAL.test(parts) || analysis.char_filter !== undefined || parts.includes('char_filter'))
    return NOT_UNDERSTOOD;
  const tokens = await analyze(session, indices[0]!, name, PROBE_TEXTS);
  if (tokens === undefined) return "has an analyzer that can't be asked (_analyze)";
  const splitter = splitterOf(tokens) ?? NOT_UNDERSTOOD;
  if (typeof splitter === 'string' || splitter.kind === 'whole') return splitter;
  const type = indexedBy in analyzer ? (analyzer[indexedBy]!.type ?? 'custom') : indexedBy;
  return PLAIN.has(type) || type === 'default' ? splitter : { ...splitter, alters: true };
}

type Analyzers = Readonly<Record<string, { readonly type?: string }>>;

function questionsOf({ session, filters }: PushDownOptions, { indices }: IndexGroup, { name }: TextField) {
  return {
    tokens: (texts: readonly string[]) => analyze(session, indices[0]!, name, texts),
    counts: async (clauses: readonly Clause[], most: number): Promise<readonly number[]> => {
      if (clauses.length === 0) return [];
      const queries = clauses.map(({ query }) => ({ bool: { filter: [...filters, query] } }));
      const totals = await session.counts(queries, most);
      return clauses.map((_, i) => totals?.[i] ?? Infinity);
    },
  };
}

/** What any server takes; most take more. */
const LEAST_LIMIT = 1024;
/** Few large queries; larger ones than this bring nothing more. */
const LARGEST = 8192;

async function clauseLimit(session: Session): Promise<number> {
  const path = '/_cluster/settings?include_defaults=true&filter_path=**.max_clause_count';
  const verdict = await session.read('GET', path);
  const found =
    verdict.kind === 'ok' ? /max_clause_count"\s*:\s*"?(\d+)/.exec(JSON.stringify(verdict.body)) : null;
  const limit = found === null ? LEAST_LIMIT : Number(found[1]);
  return Math.min(LARGEST, Math.floor(limit * 0.9));
}

async function opened(
  options: PushDownOptions,
  slice: Slice,
  searches: Searches,
): Promise<readonly Cursor[]> {
  // Each takes a good part of a server's time and memory.
  const slow = searches.filter(isSlow);
  const others = searches.filter((clauses) => !isSlow(clauses));
  const lanes = [slow, others].map(async (some) => {
    const cursors: Cursor[] = [];
    for (const clauses of some) cursors.push(...(await openedOne(options, slice, clauses)));
    return cursors;
  });
  return (await Promise.all(lanes)).flat();
}

function isSlow(clauses: readonly Clause[]): boolean {
  return clauses.some(({ kind }) => kind === 'slow');
}

/** The server's own bound; each page costs the whole query again. */
const PAGE = 10_000;

/** In halves when the server finds it too large after all, or when halves may find fewer. */
async function openedOne(
  options: PushDownOptions,
  slice: Slice,
  clauses: readonly Clause[],
): Promise<readonly Cursor[]> {
  const cursor = new Cursor(
    options.session,
    searchOf([...options.filters, anyOf(clauses).query], slice),
    PAGE,
  );
  const both = async (halves: readonly (readonly Clause[])[]) =>
    (await Promise.all(halves.map((some) => openedOne(options, slice, some)))).flat();
  try {
    await cursor.prime();
  } catch (error) {
    if (!(error instanceof TooManyClauses) || clauses.length === 1) throw error;
    const half = Math.ceil(clauses.length / 2);
    return both([clauses.slice(0, half), clauses.slice(half)]);
  }
  const halves = cursor.hasMore && clauses.length === 1 ? clauses[0]!.halves?.() : undefined;
  return halves === undefined ? [cursor] : both(halves.map((clause) => [clause]));
}
