/** From what a rule file says to the Rule that the core uses: defaults filled in, short forms written out. */
import { NO_LITERAL } from './rule.ts';
import type { Alternative, Cause, Condition, Rule, RuleTest, Sequence, Unless } from './rule.ts';
import type { FileAlternative, RuleFile } from './schema.ts';

const MINUTE = 60_000;

export function normalizeRule(id: string, file: RuleFile): Rule {
  return {
    id,
    kind: file.kind,
    title: file.title,
    severity: file.severity ?? 'info',
    status: file.status ?? 'stable',
    category: file.category,
    match: (file.match ?? []).map(normalizeAlternative),
    sequence: file.sequence && normalizeSequence(file.sequence),
    groupBy: file.groupBy ?? [],
    quiet: file.quiet ?? 10 * MINUTE,
    threshold: file.threshold && {
      count: file.threshold.count ?? 1,
      within: file.threshold.within,
      lasting: file.threshold.lasting,
    },
    unless: (file.unless ?? []).map(normalizeUnless),
    resolvedBy: (file.resolvedBy ?? []).map(normalizeAlternative),
    causedBy: (file.causedBy ?? []).map(normalizeCause),
    fact: file.fact,
    ...normalizeWords(file),
  };
}

function normalizeSequence({ within, steps, order, counts }: NonNullable<RuleFile['sequence']>): Sequence {
  return {
    within,
    steps: steps.map((step) => step.map(normalizeAlternative)),
    ...(order === undefined ? {} : { order }),
    ...(counts === undefined ? {} : { counts }),
  };
}

function normalizeWords(file: RuleFile): Pick<Rule, 'cause' | 'impact' | 'falsePositives' | 'remedy' | 'references'> {
  return {
    cause: file.explain?.cause?.trim() ?? '',
    impact: file.explain?.impact?.trim() ?? '',
    falsePositives: file.falsePositives?.trim() ?? '',
    remedy: (file.remedy ?? []).map(({ do: what, run, when }) => ({
      do: what.trim(),
      run: run?.trimEnd(),
      when: listOf(when),
    })),
    references: file.references ?? [],
  };
}

function listOf<T>(given: T | readonly T[] | undefined): readonly T[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? (given as readonly T[]) : [given as T];
}

export function normalizeAlternative(given: FileAlternative): Alternative {
  if (typeof given === 'string') return { texts: [given], regex: undefined, where: [], not: [] };
  const where = Object.entries(given.where ?? {}).map(([field, test]) => ({ field, test: normalizeTest(test) }));
  return {
    texts: listOf(given.text),
    regex: given.regex,
    where,
    not: listOf(given.not),
    ...(given.re2 === undefined ? {} : { re2: given.re2 }),
    ...(given.in === undefined ? {} : { in: given.in }),
    ...(given.literal === undefined ? {} : { literal: NO_LITERAL }),
  };
}

type FileTest = NonNullable<Exclude<FileAlternative, string>['where']>[string];

const COMPARISON = /^(>=|<=|>|<|=)\s*(-?\d+(?:\.\d+)?)$/;

function normalizeTest(given: FileTest): Condition['test'] {
  if (typeof given === 'object') {
    return 'exists' in given ? { kind: 'exists', exists: given.exists } : { kind: 'oneOf', values: given };
  }
  const [, op, limit] = COMPARISON.exec(given) ?? [];
  if (op === undefined) return { kind: 'pattern', pattern: given };
  return { kind: 'compare', op: op as '>=', value: Number(limit) };
}

function normalizeUnless(given: NonNullable<RuleFile['unless']>[number]): Unless {
  const { before, after, each } = given;
  const match = given.match.map(normalizeAlternative);
  if (each === undefined) return { match, before, after };
  const { anchor = 0, slide = 0, window = 0, absolute = false } = each;
  return { match, before, after, each: { anchor, slide, window, absolute } };
}

function normalizeCause(given: NonNullable<RuleFile['causedBy']>[number]): Cause {
  const cause = typeof given === 'string' ? { rule: given } : given;
  return {
    rule: cause.rule,
    scope: cause.scope ?? 'host',
    slackBefore: cause.before ?? 5 * MINUTE,
    slackAfter: cause.after ?? 15 * MINUTE,
  };
}

export function normalizeTests(file: RuleFile): RuleTest[] {
  return file.tests.map(({ name, log, source, expect, format }) => ({
    name,
    log,
    source,
    format,
    expect: { matches: expect.matches, captures: expect.captures ?? {} },
  }));
}
