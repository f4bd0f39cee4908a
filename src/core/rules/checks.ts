/** What a schema can't say about a rule file: patterns, captures, slots, and what each kind of rule needs. */
import type { ErrorCode } from '../errors.ts';
import { normalizeAlternative } from './normalize.ts';
import { alternativeCaptures } from './captures.ts';
import { compileAlternative, readRegex } from './alternative.ts';
import { compilePattern, isPatternError } from './pattern.ts';
import { compileRe2 } from './re2/machine.ts';
import { Re2Error } from './re2/syntax.ts';
import type { FileAlternative, RuleFile } from './schema.ts';
import { nearest } from './schema-parts.ts';
import type { YamlPath } from './yaml-text.ts';
import { isTrouble } from './rule.ts';

/** A problem, not yet with its place. */
export interface Finding {
  readonly path: YamlPath;
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  /** Place inside the value, from 1. */
  readonly column?: number;
}

interface Located {
  readonly path: YamlPath;
  readonly given: FileAlternative;
}

export function checkRuleFile(file: RuleFile): Finding[] {
  return [
    ...allAlternatives(file).flatMap(checkAlternative),
    ...checkLines(file),
    ...checkCounts(file),
    ...checkNames(file),
    ...checkNeeds(file),
    ...checkTests(file),
  ];
}

function located(path: YamlPath, list: readonly FileAlternative[] | undefined): Located[] {
  return (list ?? []).map((given, index) => ({ given, path: [...path, index] }));
}

/** The alternatives that make matches: `match`, or the steps of a sequence. */
function matching(file: RuleFile): Located[] {
  const steps = file.sequence?.steps ?? [];
  return [...located(['match'], file.match), ...steps.flatMap((step, i) => located(['sequence', 'steps', i], step))];
}

function allAlternatives(file: RuleFile): Located[] {
  const unless = (file.unless ?? []).flatMap(({ match }, i) => located(['unless', i, 'match'], match));
  return [...matching(file), ...unless, ...located(['resolvedBy'], file.resolvedBy)];
}

function checkAlternative(alternative: Located): Finding[] {
  const findings = [...checkPatterns(alternative), ...checkRegex(alternative), ...checkRe2(alternative)];
  return findings.length > 0 ? findings : [...checkTwice(alternative), ...checkLiteral(alternative)];
}

/** Every pattern of an alternative, with its place. */
function patterns({ path, given }: Located): { path: YamlPath; source: string; use: 'find' | 'whole' }[] {
  if (typeof given === 'string') return [{ path, source: given, use: 'find' }];
  const texts = (key: 'text' | 'not') => {
    const value = given[key];
    if (typeof value === 'string') return [{ path: [...path, key], source: value, use: 'find' as const }];
    return (value ?? []).map((source, i) => ({ path: [...path, key, i], source, use: 'find' as const }));
  };
  const where = normalizeAlternative(given).where.flatMap(({ field, test }) =>
    test.kind === 'pattern' ? [{ path: [...path, 'where', field], source: test.pattern, use: 'whole' as const }] : [],
  );
  return [...texts('text'), ...texts('not'), ...where];
}

function checkPatterns(alternative: Located): Finding[] {
  return patterns(alternative).flatMap(({ path, source, use }) => {
    const pattern = compilePattern(source, use);
    return isPatternError(pattern) ? [{ path, code: 'RULE_PATTERN', ...pattern }] : [];
  });
}

function checkRegex({ path, given }: Located): Finding[] {
  if (typeof given === 'string' || given.regex === undefined) return [];
  const at = [...path, 'regex'];
  if (given.text === undefined && given.literal === undefined) {
    const fix = "add text: '…' with words that stand on each such line, so that the scanner finds it";
    return [{ path: at, code: 'RULE_LITERAL', message: 'a regex needs a text beside it', fix }];
  }
  try {
    readRegex(given.regex);
  } catch (error) {
    const reason = (error as Error).message.replace(/^Invalid regular expression: /, '');
    return [{ path: at, code: 'RULE_REGEX', message: `not a regex: ${reason}`, fix: 'mend it, or write a pattern' }];
  }
  return [];
}

function checkRe2({ path, given }: Located): Finding[] {
  if (typeof given === 'string' || given.re2 === undefined) return [];
  try {
    compileRe2(given.re2);
  } catch (error) {
    if (!(error instanceof Re2Error)) throw error;
    const { message, at } = error;
    return [{ path: [...path, 're2'], code: 'RULE_REGEX', message: `not RE2 syntax: ${message}`, fix: 'mend it, or write a pattern', column: at + 1 }];
  }
  return [];
}

function checkTwice({ path, given }: Located): Finding[] {
  const names = alternativeCaptures(normalizeAlternative(given));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return [];
  const message = `the capture '${twice}' comes twice in one alternative`;
  return [{ path, code: 'RULE_PATTERN', message, fix: 'give one of the holes another name, or <_>' }];
}

function checkLiteral({ path, given }: Located): Finding[] {
  if (typeof given === 'object' && given.literal === 'none') return [];
  if (compileAlternative(normalizeAlternative(given)).literal !== undefined) return [];
  const message = 'no piece of plain text here is 8 bytes long, so the scanner can find no line by it';
  const fix = 'add text that stands on each such line: 8 bytes or more between holes, without " \\ / < > & and non-ASCII characters';
  return [{ path, code: 'RULE_LITERAL', message, fix }];
}

/** `each` speaks of the lines of a run. */
function checkEach(file: RuleFile, index: number): Finding[] {
  const path = ['unless', index, 'each'];
  const wrong = (message: string, fix: string): Finding[] => [{ path, code: 'RULE_FIELD', message, fix }];
  const { sequence } = file;
  const { before, after, each } = file.unless![index]!;
  if (before !== undefined || after !== undefined) return wrong("'each' beside 'before' or 'after'", 'make two of it');
  if (sequence?.order === undefined) return wrong("'each' without a sequence that has an order", 'add order: given to the sequence');
  const lines = sequence.steps.reduce((sum, _, i) => sum + (sequence.counts?.[i] ?? 1), 0);
  if ((each?.anchor ?? 0) >= lines) return wrong(`the anchor is past the last line of a run`, `write 0 to ${lines - 1}`);
  return [];
}

function checkCounts({ sequence }: RuleFile): Finding[] {
  if (sequence?.counts === undefined) return [];
  const wrong = (message: string, fix: string): Finding[] => [{ path: ['sequence', 'counts'], code: 'RULE_FIELD', message, fix }];
  if (sequence.order === undefined) return wrong("'counts' without an order", 'add order: given or any');
  if (sequence.counts.length !== sequence.steps.length) return wrong('not as many counts as steps', 'write one for each step');
  return sequence.counts.includes(0) ? wrong('a count of 0', 'write 1 or more') : [];
}

/** `match` or `sequence`; what `unless` and `threshold` need. */
function checkLines(file: RuleFile): Finding[] {
  const findings: Finding[] = [];
  const wrong = (path: YamlPath, message: string, fix: string) => findings.push({ path, code: 'RULE_FIELD', message, fix });
  if (file.match && file.sequence) wrong(['sequence'], "'match' and 'sequence' together", 'make the match a step');
  if (!file.match && !file.sequence) wrong([], "'match' is missing", 'add match: with the lines that show it');
  for (const [i, unless] of (file.unless ?? []).entries()) {
    if (unless.before === undefined && unless.after === undefined && unless.each === undefined) {
      wrong(['unless', i], "'unless' has no window", 'add before: 2m, or after: 30s');
    }
    if (unless.each !== undefined) findings.push(...checkEach(file, i));
  }
  if (file.threshold?.count === 0) wrong(['threshold', 'count'], 'a threshold of 0', 'write 1 or more');
  return findings;
}

function checkNames(file: RuleFile): Finding[] {
  const names = captureNames(file);
  const groups = (file.groupBy ?? []).flatMap((name, i) => unknownName(['groupBy', i], name, names));
  return [...groups, ...slots(file).flatMap(({ path, name }) => unknownName(path, name, [...names, 'host'])), ...checkFact(file)];
}

function captureNames(file: RuleFile): string[] {
  return [...new Set(matching(file).flatMap(({ given }) => safeCaptures(given)))];
}

function safeCaptures(given: FileAlternative): string[] {
  return alternativeCaptures(normalizeAlternative(given));
}

function unknownName(path: YamlPath, name: string, names: readonly string[]): Finding[] {
  if (names.includes(name)) return [];
  const near = nearest(name, names);
  const known = names.some((name) => name !== 'host') ? `the captures are ${names.join(', ')}` : 'this rule captures nothing';
  const fix = near === undefined ? known : `did you mean '${near}'? ${known}`;
  return [{ path, code: 'RULE_REFERENCE', message: `no capture is called '${name}'`, fix }];
}

function slots(file: RuleFile): { path: YamlPath; name: string }[] {
  const texts: [YamlPath, string | undefined][] = [
    [['title'], file.title],
    [['explain', 'cause'], file.explain?.cause],
    [['explain', 'impact'], file.explain?.impact],
    [['falsePositives'], file.falsePositives],
  ];
  for (const [i, step] of (file.remedy ?? []).entries()) {
    texts.push([['remedy', i, 'do'], step.do], [['remedy', i, 'run'], step.run]);
  }
  return texts.flatMap(([path, text]) =>
    [...(text ?? '').matchAll(/\{\{\s*([\w-]*)\s*\}\}/g)].map((slot) => ({ path, name: slot[1] ?? '' })),
  );
}

function checkFact(file: RuleFile): Finding[] {
  if (file.kind !== 'fact') {
    if (file.fact === undefined) return [];
    return [{ path: ['fact'], code: 'RULE_FIELD', message: "'fact' is for rules of kind fact", fix: 'take it out' }];
  }
  const bare = matching(file).filter(({ given }) => !safeCaptures(given).some((name) => name === 'version' || name === 'value'));
  return bare.map(({ path }) => ({
    path,
    code: 'RULE_FIELD',
    message: 'a fact needs its value',
    fix: 'capture it as <version> or <value>',
  }));
}

/** What each kind of rule must say. */
function checkNeeds(file: RuleFile): Finding[] {
  const trouble = isTrouble(file.kind);
  const needs: [string, boolean][] = [
    ['severity', trouble && file.severity === undefined],
    ['explain.cause', file.kind !== 'fact' && file.explain?.cause === undefined],
    ['explain.impact', trouble && file.explain?.impact === undefined],
    ['remedy', trouble && file.remedy === undefined],
    ['references', trouble && file.references === undefined && file.status !== 'imported'],
    ['fact', file.kind === 'fact' && file.fact === undefined],
  ];
  return needs.flatMap(([key, missing]) =>
    missing
      ? [{ path: ['kind'], code: 'RULE_FIELD', message: `a ${file.kind} needs '${key}'`, fix: `add ${key}` } as const]
      : [],
  );
}

/** What comes from elsewhere may come without examples. */
function checkTests(file: RuleFile): Finding[] {
  const findings: Finding[] = [];
  const trouble = isTrouble(file.kind);
  const wrong = (path: YamlPath, message: string, fix: string) => findings.push({ path, code: 'RULE_FIELD', message, fix });
  const imported = file.status === 'imported';
  if (!imported && !file.tests.some(({ expect }) => expect.matches > 0)) wrong(['tests'], 'no test that matches', 'add one with real lines');
  if (!imported && trouble && file.tests.every(({ expect }) => expect.matches > 0)) {
    wrong(['tests'], 'no test that looks alike and does not match', 'add one with expect: { matches: 0 }');
  }
  const names = captureNames(file);
  for (const [i, { expect }] of file.tests.entries()) {
    for (const name of Object.keys(expect.captures ?? {})) {
      findings.push(...unknownName(['tests', i, 'expect', 'captures', name], name, names));
    }
  }
  return findings;
}

