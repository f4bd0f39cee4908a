/** The cluster does the scanning: the rules' literals as queries that find at least all documents that a rule could match. */
import { packed } from '../../core/pushdown/clauses.ts';
import type { Clause } from '../../core/pushdown/clauses.ts';
import { fieldPlan } from '../../core/pushdown/field-plan.ts';
import type { FieldPlan } from '../../core/pushdown/field-plan.ts';
import { needsOf } from '../../core/pushdown/needs.ts';
import type { Need } from '../../core/pushdown/needs.ts';
import type { RulePack } from '../../core/rules/pack.ts';
import { analyze } from './analyze.ts';
import { Refused, TooManyClauses } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { splitterOfField } from './field-splitter.ts';
import { indexGroups } from './mapping.ts';
import type { IndexGroup, TextField } from './mapping.ts';
import { opened } from './opening.ts';
import type { ClauseSearch } from './opening.ts';
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
  const asked = Promise.all([indexGroups(session), clauseLimit(session)]);
  // It fails where it is waited for.
  asked.catch(() => undefined);
  // Meanwhile.
  const needs = needsOf(options.pack);
  const [known, limit] = await asked;
  if (needs === undefined) return tell('a rule has no literal that could be looked for');
  if ('reason' in known) return tell(known.reason);
  try {
    const cursors = await cursorsOf(options, known.groups, { needs, limit });
    return typeof cursors === 'string' ? tell(cursors) : cursors;
  } catch (error) {
    // A single clause can be too many for a server, too.
    if (!(error instanceof Refused || error instanceof TooManyClauses)) throw error;
    return tell(`the query is refused: ${error.message}`);
  }
}

interface Wanted {
  readonly needs: readonly Need[];
  /** Clauses that the server takes in one query. */
  readonly limit: number;
}

/** What surely is rare is searched for while the rest is planned. A reason when nothing would be saved. */
async function cursorsOf(
  options: PushDownOptions,
  groups: readonly IndexGroup[],
  { needs, limit }: Wanted,
): Promise<readonly (readonly Cursor[])[] | string> {
  const { session, filters, slices } = options;
  const open = async (searches: readonly ClauseSearch[]) =>
    Promise.all(slices.map((slice) => opened(session, slice, searches)));
  // On other indices a query may be wrong.
  const within = ({ indices }: IndexGroup) =>
    groups.length === 1 ? filters : [...filters, { terms: { _index: indices } }];
  const searchesOf = (group: IndexGroup, clauses: readonly Clause[]) =>
    packed(clauses, limit).map((some) => ({ filters: within(group), clauses: some }));
  const planOf = async (group: IndexGroup) => groupPlan({ ...options, filters: within(group) }, group, needs);
  const plans = await Promise.all(groups.map(planOf));
  const early = open(plans.flatMap((plan) => searchesOf(plan.group, plan.strong)));
  early.catch(() => undefined);
  const late: ClauseSearch[] = [];
  const reasons: string[] = [];
  for (const { group, others } of plans) {
    const clauses = await others();
    if (typeof clauses === 'string') reasons.push(clauses);
    late.push(...searchesOf(group, typeof clauses === 'string' ? [ALL] : clauses));
  }
  if (groups.length > 0 && reasons.length === groups.length) return reasons[0]!;
  const [first, second] = await Promise.all([early, open(late)]);
  return first.map((cursors, i) => cursors.concat(second[i]!));
}

const ALL: Clause = { query: { match_all: {} }, cost: 1 };

interface GroupPlan {
  readonly group: IndexGroup;
  readonly strong: readonly Clause[];
  /** A reason when all of its documents have to be read. */
  readonly others: () => Promise<readonly Clause[] | string>;
}

async function groupPlan(
  options: PushDownOptions,
  group: IndexGroup,
  needs: readonly Need[],
): Promise<GroupPlan> {
  const { fields, indices, hidden } = group;
  const whole = (reason: string): GroupPlan => ({ group, strong: [], others: () => Promise.resolve(reason) });
  if (fields.length === 0 && hidden) return whole(`${indices[0]} has no text that can be searched`);
  const plans: FieldPlan[] = [];
  for (const field of fields) {
    const splitter = await splitterOfField(options.session, group, field);
    const where = `the field ${field.name} of ${indices[0]}`;
    if (typeof splitter === 'string') return whole(`${where} ${splitter}`);
    plans.push(fieldPlan(field, splitter, needs, questionsOf(options, group, field)));
  }
  const unseen = [
    ...fields.filter(({ skips }) => skips).map((field) => [field]),
    ...(hidden ? [fields] : []),
  ];
  return {
    group,
    strong: plans.flatMap(({ strong }) => strong),
    others: async () => {
      const all = unseen.map(without);
      for (const [i, { others }] of plans.entries()) {
        const clauses = await others();
        if (clauses === undefined)
          return `the field ${fields[i]!.name} of ${indices[0]} can't be searched for so many texts, or for parts of words`;
        all.push(...clauses);
      }
      return all;
    },
  };
}

/** Documents that have none of the fields. */
function without(fields: readonly TextField[]): Clause {
  const exists = fields.map(({ name }) => ({ exists: { field: name } }));
  return { query: { bool: { must_not: exists } }, cost: exists.length + 1 };
}

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
