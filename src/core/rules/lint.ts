/** What a rule that loads may still get wrong. docs/errors.md explains each code. */
import type { Entry } from '../entry.ts';
import type { Place, Problem } from '../errors.ts';
import { compileAlternative } from './alternative.ts';
import { looksUnique } from './lint-group.ts';
import { todos } from './lint-todo.ts';
import { allAlternatives, matchingAlternatives } from './located.ts';
import type { LocatedAlternative, RulePath } from './located.ts';
import type { RulePack } from './pack.ts';
import type { Rule, RuleTest } from './rule.ts';
import { runRuleTests, type ParseLog } from './testing.ts';

export interface LintSubject {
  readonly rule: Rule;
  /** Undefined: not at hand (built-in rules come without). */
  readonly tests: readonly RuleTest[] | undefined;
  readonly place: (path: RulePath) => Place;
}

/** Shorter literals let the scanner jump less far. */
const STRONG_LITERAL = 11;

/** All that is to be said of one rule of the pack, in no order. */
export function lintRule(subject: LintSubject, pack: RulePack, parse: ParseLog): Problem[] {
  const { rule, tests } = subject;
  const weak = allAlternatives(rule).flatMap((each) => weakLiteral(each, subject));
  if (tests === undefined) return [...weak, ...groups(subject, [])];
  const entries = tests
    .filter(({ expect }) => expect.matches > 0)
    .flatMap(({ log, format }) => parse(log, format, matchingAlternatives(rule).some(looksAtLines)));
  return [
    ...weak,
    ...groups(subject, entries),
    ...todos(rule, tests).map(([path, message, fix]) => problem(subject, 'RULE_TODO', { path, message, fix })),
    ...failedTests(subject, tests, { pack, parse }),
    ...untested(subject, entries),
    ...missingNegative(subject, tests),
  ];
}

function looksAtLines({ alternative }: LocatedAlternative): boolean {
  return alternative.in === 'line';
}

interface Said {
  readonly path: RulePath;
  readonly message: string;
  readonly fix: string;
}

function problem({ place }: LintSubject, code: Problem['code'], { path, message, fix }: Said): Problem {
  return { code, message, place: place(path), fix };
}

function warning(subject: LintSubject, code: Problem['code'], said: Said): Problem {
  return { ...problem(subject, code, said), warning: true };
}

function weakLiteral({ path, alternative }: LocatedAlternative, subject: LintSubject): Problem[] {
  const literal = alternative.literal ?? compileAlternative(alternative).literal ?? '';
  if (literal.length >= STRONG_LITERAL) return [];
  const message = `the longest plain text here is ${JSON.stringify(literal)}, ${literal.length} bytes; it slows down every scan`;
  const fix = `add words of the line: ${STRONG_LITERAL} bytes or more between holes, without " \\ / < > & and non-ASCII characters`;
  return [warning(subject, 'RULE_WEAK_LITERAL', { path, message, fix })];
}

function groups(subject: LintSubject, entries: readonly Entry[]): Problem[] {
  const { rule } = subject;
  if (rule.groupBy.length === 0) return [];
  const captures = matchingAlternatives(rule).flatMap(({ alternative }) => {
    const { test } = compileAlternative(alternative);
    return entries.map((entry) => test(entry) ?? {});
  });
  return rule.groupBy.flatMap((name, i) => {
    const values = captures.flatMap((each) => each[name] ?? []);
    const reason = looksUnique(name, values, rule);
    if (reason === undefined) return [];
    const message = `'${name}' ${reason}: each line would be an incident of its own`;
    const fix = 'group by what fails (a node, a pod, an address), or leave it out';
    return [warning(subject, 'RULE_GROUP', { path: ['groupBy', i], message, fix })];
  });
}

interface Running {
  readonly pack: RulePack;
  readonly parse: ParseLog;
}

function failedTests(
  subject: LintSubject,
  tests: readonly RuleTest[],
  { pack, parse }: Running,
): Problem[] {
  return runRuleTests(pack, subject.rule, tests, parse).flatMap(({ test, reasons }) => {
    if (reasons.length === 0) return [];
    const path = ['tests', tests.indexOf(test)];
    const message = [`the test '${test.name}' fails`, ...reasons].join('\n  ');
    return [problem(subject, 'RULE_TEST', { path, message, fix: 'mend the pattern, or what the test expects' })];
  });
}

function untested(subject: LintSubject, entries: readonly Entry[]): Problem[] {
  return matchingAlternatives(subject.rule).flatMap(({ path, alternative }) => {
    const { test } = compileAlternative(alternative);
    if (entries.some((entry) => test(entry) !== undefined)) return [];
    const message = 'no test that matches has a line for this alternative';
    const fix = 'add a test with a real line of it, or take it out';
    return [warning(subject, 'RULE_UNTESTED', { path, message, fix })];
  });
}

function missingNegative(subject: LintSubject, tests: readonly RuleTest[]): Problem[] {
  if (subject.rule.kind !== 'benign' || tests.some(({ expect }) => expect.matches === 0)) return [];
  const message = 'no test that looks alike and does not match: this rule may hide real failures';
  const fix = 'add one with expect: { matches: 0 }';
  return [warning(subject, 'RULE_NO_NEGATIVE', { path: ['tests'], message, fix })];
}
