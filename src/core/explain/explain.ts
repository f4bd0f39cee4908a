/** What the tool makes of one entry: how it is packed, what it says, which rules meet it, and which nearly do. */
import type { Entry, Origin } from '../entry.ts';
import type { SourceContext } from '../formats/format.ts';
import { allProbes, matchEntry } from '../rules/match.ts';
import type { Captures, Match, Role, RulePack } from '../rules/pack.ts';
import type { RuleKind, Severity } from '../rules/rule.ts';
import { whyNotText } from '../rules/why-not.ts';
import type { WhyNot } from '../rules/why-not.ts';
import type { Nearest } from './nearest.ts';
import { alternativeText, outlook } from './outlook.ts';
import { timeOrigin } from './packaging.ts';
import type { TimeOrigin } from './packaging.ts';

/** An entry with the lines that it was made of. */
export interface SeenEntry {
  readonly entry: Entry;
  readonly origin: Origin;
  /** Raw. */
  readonly lines: readonly string[];
}

export interface ExplainedMatch {
  readonly rule: string;
  readonly kind: RuleKind;
  readonly severity: Severity;
  readonly title: string;
  readonly role: Role;
  readonly captures: Captures;
  /** The text by which the scanner finds the line; undefined: none of the rule's stands in it as it is written. */
  readonly literal: string | undefined;
  /** Sentences: what else the rule asks for. */
  readonly outlook: readonly string[];
}

export interface ExplainedMiss {
  readonly rule: string;
  readonly title: string;
  /** The alternative that came nearest. */
  readonly alternative: string;
  readonly why: WhyNot & { readonly text: string };
}

export interface Explanation {
  readonly origin: Origin;
  readonly lines: number;
  /** Outermost first. */
  readonly envelopes: readonly string[];
  readonly payload: string;
  readonly entry: Omit<Entry, 'same' | 'lines'>;
  readonly time: TimeOrigin;
  readonly matches: readonly ExplainedMatch[];
  readonly near: readonly ExplainedMiss[];
}

export interface Knowledge {
  readonly pack: RulePack;
  readonly nearest: Nearest;
}

const MAX_NEAR = 3;

export function explain(seen: SeenEntry, context: SourceContext, { pack, nearest }: Knowledge): Explanation {
  const { entry, lines, origin } = seen;
  const { same: _, lines: __, ...said } = entry;
  const matches = matchEntry(pack, entry, allProbes(pack));
  const met = new Set(matches.map(({ rule }) => pack.rules[rule]!.id));
  const near = nearest.find(entry, MAX_NEAR + met.size).filter(({ rule }) => !met.has(rule.id));
  return {
    origin,
    lines: lines.length,
    envelopes: entry.formats.slice(0, -1),
    payload: entry.formats.at(-1) ?? 'plain',
    entry: said,
    time: timeOrigin(lines, entry, context),
    matches: matches.map((match) => explainedMatch(match, seen, pack)),
    near: near.slice(0, MAX_NEAR).map(({ rule, alternative, why }) => ({
      rule: rule.id,
      title: rule.title,
      alternative: alternativeText(alternative),
      why: { ...why, text: whyNotText(why) },
    })),
  };
}

function explainedMatch(
  { rule: index, role, captures }: Match,
  { entry, lines }: SeenEntry,
  pack: RulePack,
): ExplainedMatch {
  const rule = pack.rules[index]!;
  const raw = lines.join('\n');
  const probe = pack.probes.find(
    (one) =>
      one.rule === index &&
      one.role === role &&
      raw.includes(pack.literals[one.literal]!) &&
      one.test(entry) !== undefined,
  );
  return {
    rule: rule.id,
    kind: rule.kind,
    severity: rule.severity,
    title: rule.title,
    role,
    captures,
    literal: probe === undefined ? undefined : pack.literals[probe.literal],
    outlook: outlook(rule, role),
  };
}
