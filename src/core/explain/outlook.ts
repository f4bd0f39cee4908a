/** What one matching line comes to: the rest of its rule, in sentences. */
import type { Role } from '../rules/pack.ts';
import type { Alternative, Rule, Threshold, Unless } from '../rules/rule.ts';
import { formatDuration } from '../text/amounts.ts';

/** Sentences without full stops, in the order in which a match is judged. */
export function outlook(rule: Rule, role: Role): string[] {
  if (role.kind === 'resolve') return ['this line says that an incident before it is over'];
  if (role.kind === 'unless')
    return [`this line hides incidents of the rule: ${unlessWindow(rule.unless[role.index]!)}`];
  return [
    ...stepOutlook(rule, role),
    ...(rule.threshold === undefined ? [] : [thresholdOutlook(rule.threshold)]),
    ...rule.unless.map((unless) => `hidden if ${unlessText(unless)}`),
    ...(rule.resolvedBy.length === 0 ? [] : [`over as soon as ${listed(rule.resolvedBy)} follows`]),
    ...(rule.kind === 'benign' ? ['counted as harmless, unless a failure matches the same line'] : []),
  ];
}

function stepOutlook({ sequence }: Rule, role: Role): string[] {
  if (role.kind !== 'step' || sequence === undefined) return [];
  const next = sequence.steps[role.index + 1];
  const head = `step ${role.index + 1} of ${sequence.steps.length}, all within ${formatDuration(sequence.within)}`;
  return [next === undefined ? `${head}; the last one` : `${head}; next: ${listed(next)}`];
}

/** `this line is 1 of the 10 that are needed within 1m, from first to last at least 2m`. */
function thresholdOutlook({ count, within, lasting }: Threshold): string {
  return [
    `this line is 1 of the ${count} that ${count === 1 ? 'is' : 'are'} needed`,
    within === undefined ? '' : ` within ${formatDuration(within)}`,
    lasting === undefined ? '' : `, from first to last at least ${formatDuration(lasting)}`,
  ].join('');
}

/** `up to 2m before the first match, or up to 30s around the last`. */
function unlessWindow({ before, after }: Unless): string {
  const parts = [
    before === undefined ? undefined : `up to ${formatDuration(before)} before the first match`,
    after === undefined ? undefined : `up to ${formatDuration(after)} around the last match`,
  ];
  return parts.filter((part) => part !== undefined).join(', or ');
}

/** `'text' or 'text' stands up to 2m before the first match`. */
export function unlessText(unless: Unless): string {
  return `${listed(unless.match)} stands ${unlessWindow(unless)}`;
}

const MAX_LISTED = 3;

function listed(alternatives: readonly Alternative[]): string {
  const shown = alternatives.slice(0, MAX_LISTED).map(alternativeText);
  const more = alternatives.length - shown.length;
  return shown.map((text) => `'${text}'`).join(' or ') + (more > 0 ? ` (or ${more} more)` : '');
}

/** The wording of an alternative on one line: `text + text (level: error or fatal; not: certificate)`. */
export function alternativeText({ texts, regex, where, not }: Alternative): string {
  const words = [...texts, ...(regex === undefined ? [] : [`/${regex}/`])].join(' + ');
  const conditions = [
    ...where.map(({ field, test }) => `${field}: ${testText(test)}`),
    ...not.map((pattern) => `not: ${pattern}`),
  ];
  return [words, conditions.length === 0 ? '' : `(${conditions.join('; ')})`]
    .filter((part) => part !== '')
    .join(' ');
}

function testText(test: Alternative['where'][number]['test']): string {
  if (test.kind === 'pattern') return test.pattern;
  if (test.kind === 'oneOf') return test.values.join(' or ');
  if (test.kind === 'exists') return test.exists ? 'is there' : 'is not there';
  return `${test.op} ${test.value}`;
}
