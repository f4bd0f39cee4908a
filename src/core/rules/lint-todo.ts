/** What `rules new` leaves to the author. */
import type { RulePath } from './located.ts';
import type { Rule, RuleTest } from './rule.ts';

/** How a text begins that still has to be written. */
export const TODO = 'TODO';
/** Stands for a link that still has to be found; the domain is reserved for examples (RFC 2606). */
export const TODO_LINK = 'https://example.com/TODO';

type Todo = readonly [path: RulePath, message: string, fix: string];

/** Place, message and fix of each part that is still to be written. */
export function todos(rule: Rule, tests: readonly RuleTest[]): Todo[] {
  return [...texts(rule, tests), ...links(rule)];
}

function texts(rule: Rule, tests: readonly RuleTest[]): Todo[] {
  const all: [RulePath, string | undefined, string][] = [
    [['title'], rule.title, 'say in one short sentence what is wrong'],
    [['explain', 'cause'], rule.cause, 'say why the line is written'],
    [['explain', 'impact'], rule.impact, 'say what it does to the node'],
    [['falsePositives'], rule.falsePositives, 'say when it is harmless, or take the key out'],
  ];
  for (const [i, step] of rule.remedy.entries()) {
    all.push([['remedy', i, 'do'], step.do, 'say what to do'], [['remedy', i, 'run'], step.run, 'write the command']);
  }
  for (const [i, { log, source }] of tests.entries()) {
    all.push([['tests', i, 'log'], log, 'put in a real line that looks alike and must not match'], [['tests', i, 'source'], source, SOURCE]);
  }
  return all
    .filter(([, text]) => text?.startsWith(TODO) === true)
    .map(([path, , fix]) => [path, `${nameOf(path)} is still to be written`, fix]);
}

const SOURCE = 'say where the lines stand: a public link, or what made them';

function links({ references }: Rule): Todo[] {
  return references.flatMap((link, i): Todo[] => {
    if (!/^https?:\/\/(?:www\.)?example\.(?:com|org|net)\b/.test(link)) return [];
    return [[['references', i], 'the link is still to be found', 'link the issue or page that explains the failure']];
  });
}

/** `remedy.0.do` is for programs. */
function nameOf(path: RulePath): string {
  return path.filter((part) => typeof part === 'string').join('.');
}
