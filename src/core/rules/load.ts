/**
 * Reads rule files. Loads `yaml` and `valibot`, so import it only where rule files are read; built-in rules come compiled.
 */
import * as v from 'valibot';
import type { Problem } from '../errors.ts';
import { checkRuleFile, type Finding } from './checks.ts';
import { normalizeRule, normalizeTests } from './normalize.ts';
import { vetRegexes } from './regex-vet.ts';
import type { Rule, RuleTest } from './rule.ts';
import { ID, ruleFileSchema, type RuleFile } from './schema.ts';
import { YamlText, type YamlPath } from './yaml-text.ts';

/** A test, and the line of the rule file where it starts. */
export interface LoadedTest extends RuleTest {
  readonly line: number;
}

export interface LoadedRule {
  readonly rule: Rule;
  readonly tests: readonly LoadedTest[];
  readonly alsoMatches: readonly string[];
  readonly file: string;
  /** Where `causedBy` and `alsoMatches` name other rules, for problems with them. */
  readonly places: YamlText;
}

export interface RuleFileResult {
  /** Undefined when there are problems. */
  readonly loaded: LoadedRule | undefined;
  /** All problems of the file, in its order. */
  readonly problems: readonly Problem[];
}

let schema: ReturnType<typeof ruleFileSchema> | undefined;

function checkingSchema(): ReturnType<typeof ruleFileSchema> {
  return (schema ??= ruleFileSchema('check'));
}

/** Reads one rule file. Never throws; says all that is wrong with it at once. */
export async function parseRuleFile(id: string, yamlText: string, fileName: string): Promise<RuleFileResult> {
  const yaml = new YamlText(fileName, yamlText);
  if (yaml.problems.length > 0) return { loaded: undefined, problems: yaml.problems };
  const parsed = v.safeParse(checkingSchema(), yaml.value);
  const found = parsed.success
    ? await findings(parsed.output)
    : await partialFindings(parsed.issues, yaml.value);
  const problems = [
    ...checkId(id, fileName),
    ...(parsed.issues ?? []).map((issue) => issueProblem(issue, yaml)),
    ...found.map((finding) => findingProblem(finding, yaml)),
  ];
  if (!parsed.success || problems.length > 0) return { loaded: undefined, problems: inOrder(problems) };
  return { loaded: loadedRule(id, parsed.output, yaml, fileName), problems };
}

type Issues = readonly v.BaseIssue<unknown>[];

async function findings(file: RuleFile): Promise<Finding[]> {
  return [...checkRuleFile(file), ...(await vetRegexes(file))];
}

/** Findings in the parts of a file that have no issues. */
async function partialFindings(issues: Issues, value: unknown): Promise<Finding[]> {
  const rest = withoutIssues(issues, value);
  return rest === undefined ? [] : (await findings(rest)).filter(({ code }) => LOCAL.has(code));
}

/** Codes of problems that lie in one place, whatever the rest of the file says. */
const LOCAL: ReadonlySet<string> = new Set(['RULE_PATTERN', 'RULE_LITERAL', 'RULE_REGEX']);

/** Stands in for what a file must have. */
const FILLER = {
  kind: 'benign',
  title: '-',
  category: 'none',
  tests: [{ name: '-', log: '-', expect: { matches: '0' } }],
};

/** The file without the top-level keys that have issues. */
function withoutIssues(issues: Issues, value: unknown): RuleFile | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const wrong = new Set(issues.map(({ path }) => path?.[0]?.key));
  const right = Object.entries(value).filter(([key]) => !wrong.has(key));
  const parsed = v.safeParse(checkingSchema(), { ...FILLER, ...Object.fromEntries(right) });
  return parsed.success ? parsed.output : undefined;
}

function loadedRule(id: string, file: RuleFile, yaml: YamlText, fileName: string): LoadedRule {
  const tests = normalizeTests(file).map((test, i) => Object.assign(test, { line: yaml.place(['tests', i]).line ?? 1 }));
  return { rule: normalizeRule(id, file), tests, alsoMatches: file.alsoMatches ?? [], file: fileName, places: yaml };
}

function checkId(id: string, file: string): Problem[] {
  if (ID.test(id)) return [];
  const message = `'${id}' is no rule id`;
  return [{ code: 'RULE_FIELD', message, place: { file }, fix: 'name the file <component>/<failure>.yaml, in small letters, with - between words' }];
}

function issueProblem(issue: v.BaseIssue<unknown>, yaml: YamlText): Problem {
  const path: YamlPath = (issue.path ?? []).map(({ key }) => key as string | number);
  const [message = '', fix = 'see docs/rules-format.md'] = issue.message.split('\n');
  const unknown = issue.type === 'strict_object' && issue.expected === 'never';
  return { code: 'RULE_FIELD', message: named(path, message, unknown), place: unknown ? yaml.keyPlace(path) : yaml.place(path), fix };
}

/** Says which key is meant, where the message doesn't. */
function named(path: YamlPath, message: string, unknown: boolean): string {
  const key = path.findLast((part) => typeof part === 'string');
  return unknown || key === undefined || message.includes(`'${key}'`) ? message : `${key}: ${message}`;
}

function findingProblem({ path, code, message, fix, column }: Finding, yaml: YamlText): Problem {
  return { code, message, place: yaml.place(path, column), fix };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0));
}
