/** Writes a draft as a rule file with comments. */
import { TODO, TODO_LINK } from '../rules/lint-todo.ts';
import type { Draft } from './draft.ts';

/** `benign`: the line looks bad and is harmless. */
export function ruleFileText(draft: Draft, benign: boolean): string {
  const parts = benign
    ? [head(draft, benign), match(draft), explain(benign)]
    : [head(draft, benign), match(draft), more(draft), explain(benign), remedy(draft)];
  return `${[...parts, tests(draft)].join('\n')}\n`;
}

function head({ entry, id }: Draft, benign: boolean): string {
  const component = PLAIN_NAME.test(entry.component ?? '') ? entry.component : 'not known';
  return `# ${id}: the file's path below rules/ is the rule's id; rename it as you like.
# Read as ${entry.formats.join(' > ')}; component: ${component}${entry.level === undefined ? '' : `; level: ${entry.level}`}.
# All keys: docs/rules-format.md
kind: ${benign ? 'benign # looks bad, is harmless' : 'failure # or symptom: shows a failure elsewhere'}
title: ${TODO} say in one short sentence what ${benign ? 'this is' : 'is wrong'}
${benign ? '' : 'severity: medium # critical, high, medium, low: by what it does to the node\n'}category: ${category(id)} # a word of your choice: certificates, network, storage, …`;
}

/** What may stand in a comment: names of a log can be anything. */
const PLAIN_NAME = /^[\w.@/-]{1,60}$/;

function category(id: string): string {
  return id.split('/')[0]!;
}

function match({ texts, literal }: Draft): string {
  const holes =
    '# <name:type> stands for what differs from line to line; give each a telling name, or write <_> for what does not matter.';
  const found = `# The scanner finds the line by: ${literal}`;
  const patterns =
    texts.length === 1
      ? [`  - ${single(texts[0]!)}`]
      : [
          '  - text: # all of them, in the message or in a field',
          ...texts.map((text) => `      - ${single(text)}`),
        ];
  return [holes, found, 'match:', ...patterns].join('\n');
}

/** What most rules need sooner or later, ready to be switched on. */
function more({ captures, entry }: Draft): string {
  const field = entry.fields.find(({ name, value }) => PLAIN_NAME.test(name) && /^.{1,60}$/.test(value));
  const where =
    field === undefined
      ? ''
      : `# where: { ${field.name}: '<${capture(field.name)}>' } # beside text: captures a whole field\n`;
  const name = Object.keys(captures).find((each) => !/^(?:number|duration|uid|id)\d*$/.test(each));
  return `${where}# groupBy: [${name ?? 'node'}] # one incident for each value of this capture
# threshold: { count: 3, within: 1m } # when a single line is no failure yet
# resolvedBy: [a line that shows that it is over]
# causedBy: [ids of rules that can be the cause]`;
}

/** A name that a hole can have. */
function capture(field: string): string {
  const name = field.replace(/\W+/g, '_').replace(/^[^A-Za-z]+/, '');
  return name === '' ? 'value' : name;
}

function explain(benign: boolean): string {
  const cause = benign ? 'why it is written, and why it is harmless' : 'why the component writes this line';
  const impact = benign ? '' : `\n  impact: ${TODO} what does not work because of it`;
  return `explain:\n  cause: ${TODO} ${cause}${impact}`;
}

/** Shows the author what a slot looks like, with one that there is. */
function remedy({ captures }: Draft): string {
  const slot = Object.keys(captures)[0] ?? 'host';
  return `remedy:
  - do: ${TODO} the first step; captures can stand in it, as {{${slot}}}
    # run: a safe command
references:
  - ${TODO_LINK} # an issue, a page of the documentation, or the source that prints it`;
}

function tests({ log, format, matches, captures }: Draft): string {
  const values = Object.entries(captures).map(([name, value]) => `${name}: ${single(value)}`);
  const safe = values.length > 0 && Object.values(captures).every(isPlain);
  return `tests:
  - name: the line it was made from
${block(log)}
    source: ${TODO} a public link to where the line stands, or what made it
${format === undefined ? '' : `    format: ${format}\n`}    expect: { matches: ${matches}${safe ? `, captures: { ${values.join(', ')} }` : ''} }
  - name: looks alike and is something else
    log: ${TODO} a real line that this rule must not match
    expect: { matches: 0 }`;
}

/** Lines as they are; what YAML can't hold that way is escaped. */
function block(log: string): string {
  const lines = log.replace(/\n+$/, '').split('\n');
  if (!lines.every(isPlain) || /^\s/.test(lines[0]!)) return `    log: ${JSON.stringify(lines.join('\n'))}`;
  return ['    log: |', ...lines.map((line) => (line === '' ? '' : `      ${line}`))].join('\n');
}

/** Printable, no other line ends. */
function isPlain(text: string): boolean {
  return /^[\t\u0020-\u007e\u00a0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/.test(text);
}

function single(text: string): string {
  return isPlain(text) && !text.includes('\t') ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
