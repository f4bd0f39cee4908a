/** Reads CRE files. Loads `yaml`. */
import { parseAllDocuments } from 'yaml';
import { Refusal } from './cre.ts';
import type { CreRule, CreTerm, CreWords } from './cre.ts';

export interface CreRead {
  /** `name`: for messages. */
  readonly rules: readonly { readonly name: string; readonly rule: CreRule | Refusal }[];
}

type Map_ = Readonly<Record<string, unknown>>;

/** Undefined: no CRE file (no list of rules). Throws Refusal when the YAML can't be read. */
export function readCre(text: string): CreRead | undefined {
  const documents = documentsOf(text).filter((one) => Array.isArray(one.rules));
  if (documents.length === 0) return undefined;
  const terms = new Map(documents.flatMap(({ terms }) => Object.entries(mapOf(terms))));
  const rules = documents.flatMap(({ rules }) => rules as unknown[]).map((one, i) => named(one, i, terms));
  return { rules };
}

function documentsOf(text: string): Map_[] {
  // `failsafe`: each scalar stays the text it is.
  const documents = parseAllDocuments(text, { schema: 'failsafe' });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Refusal(`not YAML: ${error.message.split('\n', 1)[0]}`);
    return mapOf(document.toJS({ maxAliasCount: 100 }));
  });
}

function named(given: unknown, index: number, terms: ReadonlyMap<string, unknown>): CreRead['rules'][number] {
  const rule = mapOf(given);
  const name = textOf(mapOf(rule.cre).id) ?? `rule ${index + 1}`;
  try {
    return { name, rule: ruleOf(rule, terms) };
  } catch (error) {
    if (error instanceof Refusal) return { name, rule: error };
    throw error;
  }
}

function ruleOf(given: Map_, terms: ReadonlyMap<string, unknown>): CreRule {
  const cre = mapOf(given.cre);
  const { kind, body } = bodyOf(mapOf(given.rule));
  const listKey = kind === 'set' ? 'match' : 'order';
  if (!Array.isArray(body[listKey])) throw new Refusal(`the ${kind} has no '${listKey}'`);
  return {
    id: textOf(cre.id),
    about: wordsOf(cre),
    kind,
    window: textOf(body.window),
    terms: listOf(body[listKey]).map((term) => termOf(term, terms)),
    negate: listOf(body.negate).map((term) => termOf(term, terms)),
    correlations: textsOf(body.correlations),
  };
}

function bodyOf(rule: Map_): { kind: 'set' | 'sequence'; body: Map_ } {
  for (const kind of ['sequence', 'set'] as const)
    if (rule[kind] !== undefined) return { kind, body: mapOf(rule[kind]) };
  throw new Refusal('it has neither a set nor a sequence');
}

function wordsOf(cre: Map_): CreWords {
  return {
    title: textOf(cre.title),
    severity: wholeNumber(textOf(cre.severity) ?? '0', 'severity'),
    category: textOf(cre.category),
    description: textOf(cre.description),
    cause: textOf(cre.cause),
    impact: textOf(cre.impact),
    mitigation: textOf(cre.mitigation),
    references: textsOf(cre.references),
  };
}

/** A term that stands there, or whose name does. */
function termOf(given: unknown, terms: ReadonlyMap<string, unknown>): CreTerm {
  const own = typeof given === 'string' ? { value: given } : mapOf(given);
  const name = textOf(own.value);
  const known = name === undefined ? undefined : terms.get(name);
  if (known === undefined) return plainTerm(own, own);
  const term = typeof known === 'string' ? { value: known } : mapOf(known);
  const says = ['window', 'slide', 'anchor', 'absolute'].some((key) => own[key] !== undefined);
  return plainTerm(term, says ? own : term);
}

function plainTerm(term: Map_, negation: Map_): CreTerm {
  const nested = (['set', 'sequence', 'promql'] as const).find((key) => term[key] !== undefined);
  return {
    value: textOf(term.value),
    regex: textOf(term.regex),
    jq: textOf(term.jq),
    count: Math.max(1, wholeNumber(textOf(term.count) ?? '1', 'count')),
    nested,
    window: textOf(negation.window),
    slide: textOf(negation.slide),
    anchor: wholeNumber(textOf(negation.anchor) ?? '0', 'anchor'),
    absolute: textOf(negation.absolute) === 'true',
  };
}

function wholeNumber(text: string, what: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Refusal(`the ${what} '${text}' is no whole number`);
  return Number(text);
}

function mapOf(value: unknown): Map_ {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Map_) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** Empty counts as absent. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): string[] {
  return listOf(value).flatMap((one) => textOf(one) ?? []);
}
