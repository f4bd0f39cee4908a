/** `rules show`: one rule, explained. */
import { ProblemError } from '../../core/errors.ts';
import { alternativeText } from '../../core/explain/outlook.ts';
import { causesOf, effectsOf } from '../../core/rules/links.ts';
import type { Link } from '../../core/rules/links.ts';
import type { FactCondition, Rule } from '../../core/rules/rule.ts';
import { fillProse } from '../../core/text/slots.ts';
import { visible } from '../../core/text/visible.ts';
import { loadRules } from '../../pipeline/index.ts';
import { jsonText } from '../../sinks/json-text.ts';
import { fixRows } from '../../sinks/terminal/fix.ts';
import { oneLine, SEVERITY_INK, Style } from '../../sinks/terminal/style.ts';
import { pad, wrap } from '../../sinks/terminal/wrap.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { ruleSelection } from '../options.ts';
import { plainOutput } from '../outputs.ts';
import { ruleNotFound } from '../rule-not-found.ts';
import { usesColor, usesUnicode, widthOf } from '../screen.ts';

/** Throws ProblemError (RULE_NOT_FOUND) with the nearest ids. */
export async function rulesShowCommand(id: string, flags: FlagValues, context: Context): Promise<number> {
  const { rules, ruleIndex } = await loadRules(ruleSelection(flags));
  const rule = rules[ruleIndex.get(id) ?? -1];
  if (rule === undefined) throw new ProblemError([ruleNotFound(id, rules)]);
  const { stdout, env, platform } = context;
  const style = new Style({
    width: widthOf(flags.width, stdout),
    color: usesColor(flags.color, stdout, env),
    unicode: usesUnicode(env, platform),
  });
  const output = plainOutput(flags);
  if (output !== 'terminal')
    stdout.write(
      `${jsonText({ ...rule, causes: causesOf(rule, rules), effects: effectsOf(rule, rules) }, output === 'json' ? 2 : 0)}\n`,
    );
  else stdout.write(`${ruleRows(rule, rules, style).join('\n')}\n`);
  return EXIT.ok;
}

const LABEL_WIDTH = 10;

function ruleRows(rule: Rule, rules: readonly Rule[], style: Style): string[] {
  const room = style.width - LABEL_WIDTH;
  const text = (words: string): string[] => (words === '' ? [] : wrap(oneLine(open(words)), room));
  const steps = rule.remedy.map((step) => ({
    ...step,
    do: open(step.do) + conditions(step.when),
    run: step.run === undefined ? undefined : open(step.run),
  }));
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Matches', wordings(rule)],
    ['Cause', text(rule.cause)],
    ['Impact', text(rule.impact)],
    ['Mind', text(rule.falsePositives)],
    ['Caused by', causesOf(rule, rules).map(linkRow)],
    ['Causes', effectsOf(rule, rules).map(linkRow)],
    ['Fix', fixRows(steps, room, style)],
    ['More', rule.references.map(oneLine)],
  ];
  return [
    style.paint('strong', oneLine(open(rule.title))),
    ...style.joined(
      [rule.id, rule.kind, style.paint(SEVERITY_INK[rule.severity], rule.severity), rule.category],
      style.width + 20,
    ),
    ...sections.flatMap(([label, rows]) =>
      rows.map(
        (row, i) =>
          `${i === 0 ? style.paint('strong', pad(label, LABEL_WIDTH)) : ' '.repeat(LABEL_WIDTH)}${row}`,
      ),
    ),
  ];
}

/** Each alternative on a line; steps of a sequence are numbered. */
function wordings({ match, sequence }: Rule): string[] {
  const steps = (sequence?.steps ?? []).flatMap((step, i) =>
    step.map((alternative) => `${i + 1}. ${alternativeText(alternative)}`),
  );
  return [...match.map(alternativeText), ...steps].map((text) => visible(text));
}

/** Indented by how far away it is. */
function linkRow({ rule, title, depth }: Link): string {
  const words = title === undefined ? 'not in this pack' : oneLine(open(title));
  return `${'  '.repeat(depth - 1)}${oneLine(rule)}: ${words}`;
}

/** `{{node}}` as `<node>`: what the log of a failure fills in. */
function open(template: string): string {
  return fillProse(template, () => undefined);
}

function conditions(when: readonly FactCondition[]): string {
  if (when.length === 0) return '';
  return ` (${when.map(({ fact, op, version }) => `${fact} ${op} ${version}`).join(', ')})`;
}
