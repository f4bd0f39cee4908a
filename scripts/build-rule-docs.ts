/**
 * Writes docs/rules.md (the state of the pack by family) and a page for each rule, docs/rules/<component>/<failure>.md, from the rule files.
 * Run: node scripts/build-rule-docs.ts
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadedRule } from '../src/core/rules/load.ts';
import type { Alternative, Rule } from '../src/core/rules/rule.ts';
import { readRuleFiles } from '../src/sources/rule-files.ts';

const KINDS = ['failure', 'symptom', 'benign', 'fact'] as const;

/** All pages by path. `loaded`: the rules in order of their ids. */
export function rulePages(loaded: readonly LoadedRule[]): Map<string, string> {
  const titles = new Map(loaded.map(({ rule }) => [rule.id, plain(rule.title)]));
  const pages = new Map<string, string>([['docs/rules.md', overview(loaded)]]);
  for (const one of loaded)
    pages.set(`docs/rules/${one.rule.id}.md`, page(one, { titles, causes: causesOf(one.rule.id, loaded) }));
  return pages;
}

/** Rules that this one explains. */
function causesOf(id: string, loaded: readonly LoadedRule[]): string[] {
  return loaded
    .filter(({ rule }) => rule.causedBy.some((cause) => cause.rule === id))
    .map(({ rule }) => rule.id);
}

function overview(loaded: readonly LoadedRule[]): string {
  const families = new Map<string, LoadedRule[]>();
  for (const one of loaded) {
    const family = one.rule.id.split('/')[0]!;
    families.set(family, [...(families.get(family) ?? []), one]);
  }
  const rows = [...families].map(([family, rules]) => familyRow(`[${family}](#${family})`, rules));
  return [
    '# Rules',
    '',
    'Made from the rule files by `node scripts/build-rule-docs.ts`. A wording is one alternative of a `match`; links are `causedBy` entries.',
    '',
    '| family | rules | failures | symptoms | benign | facts | wordings | tests | links | sources |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    familyRow('**all**', loaded),
    '',
    ...[...families].flatMap(([family, rules]) => familyList(family, rules)),
  ].join('\n');
}

function familyRow(name: string, rules: readonly LoadedRule[]): string {
  const kinds = KINDS.map((kind) => rules.filter(({ rule }) => rule.kind === kind).length);
  const sum = (of: (one: LoadedRule) => number): number => rules.reduce((total, one) => total + of(one), 0);
  const sources = new Set(rules.flatMap(({ tests }) => tests.flatMap(({ source }) => source ?? [])));
  const counts = [
    rules.length,
    ...kinds,
    sum(({ rule }) => wordings(rule).length),
    sum(({ tests }) => tests.length),
    sum(({ rule }) => rule.causedBy.length),
    sources.size,
  ];
  return `| ${name} | ${counts.join(' | ')} |`;
}

function familyList(family: string, rules: readonly LoadedRule[]): string[] {
  const lines = rules.map(
    ({ rule }) =>
      `- [${rule.id}](rules/${rule.id}.md) — ${plain(rule.title)} (${rule.kind}, ${rule.severity})`,
  );
  return [`## ${family}`, '', ...lines, ''];
}

interface Neighbours {
  readonly titles: ReadonlyMap<string, string>;
  readonly causes: readonly string[];
}

function page({ rule, tests }: LoadedRule, { titles, causes }: Neighbours): string {
  const link = (id: string): string => `- [${titles.get(id) ?? id}](${relative(rule.id, id)})`;
  return [
    `# ${plain(rule.title)}`,
    '',
    `\`${rule.id}\` · ${rule.kind} · ${rule.severity} · ${rule.category}${rule.status === 'experimental' ? ' · experimental' : ''}`,
    ...section('What it means', [rule.cause, rule.impact].filter((text) => text !== '').map(prose)),
    ...section('How it looks', [fenced(examples(tests))]),
    ...section(
      'How to fix it',
      rule.remedy.map((step, i) => remedy(step, i + 1)),
    ),
    ...section('When it means nothing', rule.falsePositives === '' ? [] : [prose(rule.falsePositives)]),
    ...section('Caused by', list(rule.causedBy.map((cause) => link(cause.rule)))),
    ...section('Explains', list(causes.map(link))),
    ...section('Texts it looks for', list(wordings(rule).map((text) => `- ${code(text)}`))),
    ...section(
      'Links',
      list(
        [...new Set([...rule.references, ...tests.flatMap(({ source }) => source ?? [])])].map((url) =>
          /^https?:/.test(url) ? `- <${url}>` : `- ${prose(url)}`,
        ),
      ),
    ),
    '',
  ].join('\n');
}

function section(title: string, paragraphs: readonly string[]): string[] {
  return paragraphs.length === 0 ? [] : ['', `## ${title}`, '', paragraphs.join('\n\n')];
}

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function examples(tests: LoadedRule['tests']): string {
  return tests
    .filter(({ expect }) => expect.matches > 0)
    .slice(0, 3)
    .map(({ log }) => log.trimEnd().split('\n').slice(0, 12).join('\n'))
    .join('\n\n');
}

function remedy(step: Rule['remedy'][number], number: number): string {
  const when =
    step.when.length === 0
      ? ''
      : ` (${step.when.map(({ fact, op, version }) => `${fact} ${op} ${version}`).join(', ')})`;
  const run = step.run === undefined ? '' : `\n\n${indented(fenced(step.run.trimEnd(), 'sh'))}`;
  return `${number}. ${prose(step.do)}${when}${run}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '   ');
}

/** A fence longer than any run of backquotes inside. */
function fenced(text: string, language = 'text'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Text of a rule as Markdown shows it unchanged: no HTML, no slots that look like tags. */
function prose(text: string): string {
  return text.trim().replaceAll('<', '&lt;');
}

function plain(title: string): string {
  return prose(title.replace(/\{\{(\w+)\}\}/g, '…'));
}

function wordings(rule: Rule): string[] {
  return [...rule.match, ...(rule.sequence?.steps.flat() ?? [])].map(wording);
}

function wording({ texts, regex, where }: Alternative): string {
  const conditions = where.flatMap(({ field, test }) =>
    test.kind === 'pattern' ? `${field}=${test.pattern}` : [],
  );
  return [...texts, ...(regex === undefined ? [] : [`/${regex}/`]), ...conditions]
    .join(' + ')
    .replaceAll('\n', ' ');
}

function relative(from: string, to: string): string {
  return from.split('/')[0] === to.split('/')[0] ? `${to.split('/')[1]}.md` : `../${to}.md`;
}

async function main(): Promise<void> {
  const { loaded } = await readRuleFiles(['rules'], () => false);
  const sorted = loaded.toSorted((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
  rmSync('docs/rules', { recursive: true, force: true });
  for (const [path, text] of rulePages(sorted)) writePage(path, text);
}

function writePage(path: string, text: string): void {
  mkdirSync(join(dirname(path)), { recursive: true });
  if (!same(path, text)) writeFileSync(path, text);
}

function same(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

if (import.meta.main) await main();
