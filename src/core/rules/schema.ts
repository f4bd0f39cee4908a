/** The schema of a rule file: what docs/rules-format.md says, for programs. */
import * as v from 'valibot';
import { count, duration, flag, list, oneOf, shapes, shift, strict, text, value, type Mode } from './schema-parts.ts';

export const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:[.-][a-z0-9]+)*)*$/;

const id = v.pipe(
  v.string('expected a rule id'),
  v.regex(ID, 'this is no rule id\nwrite the path below rules/ without .yaml, such as k3s/node-password-rejected'),
);

const FACT_CONDITION = /^([a-z][\w-]*)\s*(>=|<=|>|<|=)\s*v?(\d[\w.+-]*)$/;

const factCondition = v.pipe(
  v.string('expected a condition on a fact'),
  v.regex(FACT_CONDITION, 'expected a condition on a fact\nwrite fact, operator, version, such as k3s >= 1.20'),
  v.transform((condition) => {
    const [, fact = '', op = '=', version = ''] = FACT_CONDITION.exec(condition) ?? [];
    return { fact, op: op as '>=' | '<=' | '>' | '<' | '=', version };
  }),
);

const url = v.pipe(v.string('expected a link'), v.regex(/^https?:\/\/\S+$/, 'expected a link\nstart it with https://'));

const note = <const Schema extends v.GenericSchema>(schema: Schema, words: string) =>
  v.pipe(schema, v.description(words)) as unknown as Schema;

function alternativeSchema(mode: Mode) {
  const condition = shapes(mode, {
    text: value(mode),
    list: list(value(mode)),
    map: strict({ exists: flag(mode) }),
  });
  const texts = shapes(mode, { text, list: list(text) });
  return shapes(mode, {
    text: note(text, 'A pattern: text with holes such as <name>, <_>, <address:ip>.'),
    map: strict({
      text: v.optional(note(texts, 'One pattern, or several that must all be there, in any order.')),
      regex: v.optional(note(text, 'JavaScript regex with named groups; needs a text beside it.')),
      re2: v.optional(note(text, 'Regex in RE2 syntax, as Go writes it; captures nothing, always runs in linear time.')),
      in: v.optional(note(oneOf(['line']), 'line: look at the line as it was written, not at what it says decoded.')),
      literal: v.optional(note(oneOf(['none']), 'none: has no literal of 8 bytes; every line is tried, which makes the whole scan slow.')),
      where: v.optional(note(v.record(v.string(), condition), 'Conditions on named fields.')),
      not: v.optional(note(texts, 'Patterns of which none may be there.')),
    }),
  });
}

function causeSchema(mode: Mode) {
  return shapes(mode, {
    text: id,
    map: strict({
      rule: id,
      scope: v.optional(oneOf(['host', 'cluster'])),
      before: v.optional(duration),
      after: v.optional(duration),
    }),
  });
}

function testSchema(mode: Mode) {
  return strict({
    name: value(mode),
    log: note(text, 'Real lines, as they stand in the source.'),
    source: v.optional(note(text, 'Where the lines stand: a public link, or what made them.')),
    expect: strict({ matches: count(mode), captures: v.optional(v.record(v.string(), value(mode))) }),
    format: v.optional(note(text, 'Name of an envelope or payload, as --format.')),
  });
}

function spoilerSchema(mode: Mode) {
  return strict({
    anchor: v.optional(count(mode)),
    slide: v.optional(shift),
    window: v.optional(shift),
    absolute: v.optional(flag(mode)),
  });
}

const SEVERITY = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** The schema in one of its two modes, see schema-parts.ts. */
export function ruleFileSchema(mode: Mode) {
  const alternatives = list(alternativeSchema(mode));
  return strict({
    kind: note(oneOf(['failure', 'symptom', 'benign', 'fact']), 'What a match means.'),
    title: note(text, 'One short sentence.'),
    severity: v.optional(oneOf(SEVERITY)),
    status: v.optional(oneOf(['stable', 'experimental', 'imported'])),
    category: v.pipe(
      v.string('expected a category'),
      v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected a category\nwrite it in small letters, with - between words'),
    ),
    match: v.optional(note(alternatives, 'Alternatives; one that fits is enough.')),
    sequence: v.optional(
      strict({
        within: duration,
        steps: list(alternatives),
        order: v.optional(note(oneOf(['given', 'any']), 'any: the steps in any order.')),
        counts: v.optional(note(list(count(mode)), 'How many lines each step takes; needs order.')),
      }),
    ),
    groupBy: v.optional(note(list(text), 'Captures that tell incidents apart, beside the host.')),
    quiet: v.optional(note(duration, 'Matches further apart are two incidents; default 10m.')),
    threshold: v.optional(
      strict({ count: v.optional(count(mode)), within: v.optional(duration), lasting: v.optional(duration) }),
    ),
    unless: v.optional(
      list(
        strict({
          match: alternatives,
          before: v.optional(duration),
          after: v.optional(duration),
          each: v.optional(note(spoilerSchema(mode), 'Judge each run of the sequence by itself.')),
        }),
      ),
    ),
    resolvedBy: v.optional(note(alternatives, 'Lines that show that it is over.')),
    causedBy: v.optional(note(list(causeSchema(mode)), 'Rules that can be the cause.')),
    fact: v.optional(note(v.pipe(v.string(), v.regex(/^[a-z][\w-]*$/, 'expected a short name')), 'Name of the fact.')),
    explain: v.optional(strict({ cause: v.optional(text), impact: v.optional(text) })),
    falsePositives: v.optional(text),
    remedy: v.optional(
      list(
        strict({
          do: text,
          run: v.optional(note(text, 'Shell command; {{capture}} slots are filled quoted.')),
          when: v.optional(shapes(mode, { text: factCondition, list: list(factCondition) })),
        }),
      ),
    ),
    references: v.optional(list(url)),
    alsoMatches: v.optional(note(list(id), 'Rules on whose examples this one may fire, too.')),
    tests: v.optional(note(v.array(testSchema(mode), 'expected a list\nstart each member with `- `'), 'Examples that this rule must and must not match.'), []),
  });
}

export type RuleFile = v.InferOutput<ReturnType<typeof ruleFileSchema>>;
export type FileAlternative = NonNullable<RuleFile['match']>[number];
