/** From a CRE rule to what a rule file of ours says, in the order in which it is written. */
import type { Severity } from '../rules/rule.ts';
import { SEVERITIES } from '../rules/rule.ts';
import { alternativesOf } from './alternatives.ts';
import type { FileAlternative } from './alternatives.ts';
import { Refusal } from './cre.ts';
import type { CreRule, CreTerm, CreWords } from './cre.ts';
import { durationText, goDuration } from './durations.ts';

export interface FileTest {
  readonly name: string;
  readonly log: string;
  readonly source: string;
  readonly expect: { readonly matches: number };
}

/** One problem a rule, however far apart its lines stand: preq reports a CRE once. */
const QUIET = '365d';

export interface ImportedRule {
  readonly kind: 'failure';
  readonly title: string;
  readonly severity: Severity;
  readonly status: 'imported';
  readonly category: string;
  readonly match?: readonly FileAlternative[];
  readonly sequence?: FileSequence;
  readonly quiet: string;
  readonly unless?: readonly FileUnless[];
  readonly explain: { readonly cause: string; readonly impact: string };
  readonly remedy: readonly { readonly do: string }[];
  readonly references?: readonly string[];
  readonly tests?: readonly FileTest[];
}

interface FileSequence {
  readonly within: string;
  readonly order: 'given' | 'any';
  readonly steps: readonly (readonly FileAlternative[])[];
  readonly counts?: readonly number[];
}

interface FileUnless {
  readonly match: readonly FileAlternative[];
  readonly each: {
    readonly anchor?: number;
    readonly slide?: string;
    readonly window?: string;
    readonly absolute?: boolean;
  };
}

/** Throws Refusal. */
export function importedRule(rule: CreRule, name: string): ImportedRule {
  const { about } = rule;
  return {
    kind: 'failure',
    title: prose(about.title) ?? name,
    severity: severityOf(about),
    status: 'imported',
    category: about.category === undefined ? 'not-stated' : slug(about.category) || 'not-stated',
    ...linesOf(rule),
    quiet: QUIET,
    ...unlessOf(rule),
    explain: {
      cause: prose(about.cause) ?? prose(about.description) ?? 'The CRE states no cause.',
      impact: prose(about.impact) ?? 'The CRE states no impact.',
    },
    remedy: remedyOf(about),
    ...referencesOf(about),
  };
}

/** Small letters, digits, `-`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function severityOf({ severity }: CreWords): Severity {
  const name = SEVERITIES[severity];
  if (name === undefined) throw new Refusal(`the severity ${severity}`);
  return name;
}

/** `{{…}}` would be a slot. */
function prose(text: string | undefined): string | undefined {
  const words = text?.trim().replaceAll('{{', '{ {');
  return words === '' ? undefined : words;
}

/** Each member of a list is a step. */
function remedyOf({ mitigation }: CreWords): ImportedRule['remedy'] {
  const text = prose(mitigation) ?? 'The CRE states no mitigation; see its references.';
  const steps = text.split(/^- /m);
  const isList = steps.length > 1 && steps[0]!.trim() === '';
  return (isList ? steps.slice(1) : [text])
    .map((step) => ({ do: step.trim() }))
    .filter((step) => step.do !== '');
}

function referencesOf({ references }: CreWords): { references?: readonly string[] } {
  const links = references.map((link) => link.trim()).filter((link) => /^https?:\/\/\S+$/.test(link));
  return links.length === 0 ? {} : { references: links };
}

/** What preq's own compiler asks of windows and counts is asked here, too. */
function linesOf(rule: CreRule): Pick<ImportedRule, 'match' | 'sequence'> {
  const { kind, negate } = rule;
  if (rule.correlations.length > 0) throw new Refusal('correlations between sources');
  const steps = stepsOf(rule);
  const lines = steps.reduce((sum, { count }) => sum + count, 0);
  const window = rule.window === undefined ? 0 : goDuration(rule.window);
  if (lines === 0) throw new Refusal('no condition that must hold');
  if (kind === 'sequence' && lines === 1) throw new Refusal('a sequence of one line');
  if (lines > 1 && window <= 0) throw new Refusal('several lines without a window');
  if (lines === 1 && window !== 0) throw new Refusal('a window around one line');
  const [only] = steps;
  if (lines === 1 && negate.length === 0) return { match: only!.alternatives };
  return {
    sequence: {
      within: durationText(window),
      order: kind === 'set' ? 'any' : 'given',
      steps: steps.map(({ alternatives }) => alternatives),
      ...(steps.some(({ count }) => count > 1) ? { counts: steps.map(({ count }) => count) } : {}),
    },
  };
}

interface Step {
  readonly name: string;
  readonly alternatives: readonly FileAlternative[];
  count: number;
}

/** The same term again is one step that takes more lines: in a set wherever it stands, in a sequence behind itself. */
function stepsOf({ kind, terms }: CreRule): Step[] {
  const steps: Step[] = [];
  for (const term of terms) {
    const name = JSON.stringify([term.value, term.regex, term.jq]);
    const same = kind === 'set' ? steps.find((step) => step.name === name) : steps.at(-1);
    if (same?.name === name) same.count += term.count;
    else steps.push({ name, alternatives: alternativesOf(term), count: term.count });
  }
  return steps;
}

function unlessOf(rule: CreRule): { unless?: readonly FileUnless[] } {
  const lines = rule.terms.reduce((sum, { count }) => sum + count, 0);
  const unless = rule.negate.map((term) => spoilerOf(term, lines));
  return unless.length === 0 ? {} : { unless };
}

function spoilerOf(term: CreTerm, lines: number): FileUnless {
  const { anchor, absolute } = term;
  if (term.count > 1) throw new Refusal('a negation with a count');
  if (anchor >= lines)
    throw new Refusal(`a negation anchored at line ${anchor} of ${lines} (counted from 0)`);
  return {
    match: alternativesOf(term),
    each: {
      ...(anchor === 0 ? {} : { anchor }),
      ...(term.slide === undefined ? {} : { slide: durationText(goDuration(term.slide)) }),
      ...(term.window === undefined ? {} : { window: durationText(goDuration(term.window)) }),
      ...(absolute ? { absolute } : {}),
    },
  };
}
