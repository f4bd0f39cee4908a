/** `rules list`: what the tool knows. */
import type { Rule } from '../../core/rules/rule.ts';
import { fillProse } from '../../core/text/slots.ts';
import { truncate } from '../../core/text/width.ts';
import { globMatcher } from '../../pipeline/glob.ts';
import { loadRules } from '../../pipeline/index.ts';
import { jsonText } from '../../sinks/json-text.ts';
import { isAtLeast } from '../../sinks/select.ts';
import { oneLine, SEVERITY_INK, Style } from '../../sinks/terminal/style.ts';
import { pad } from '../../sinks/terminal/wrap.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { ruleSelection } from '../options.ts';
import { plainOutput } from '../outputs.ts';
import { usesColor, usesUnicode, widthOf } from '../screen.ts';

export async function rulesListCommand(flags: FlagValues, context: Context): Promise<number> {
  const pack = await loadRules(ruleSelection(flags));
  const rules = pack.rules.filter(wanted(flags));
  context.stdout.write(listText(rules, flags, context));
  return EXIT.ok;
}

function wanted({ minSeverity, kind, severity, component }: FlagValues): (rule: Rule) => boolean {
  const components = component?.map(globMatcher);
  return (rule) =>
    (minSeverity === undefined || isAtLeast(rule.severity, minSeverity)) &&
    (kind === undefined || kind.includes(rule.kind)) &&
    (severity === undefined || severity.includes(rule.severity)) &&
    (components === undefined || components.some((fits) => fits(rule.id.split('/')[0]!)));
}

function listText(rules: readonly Rule[], flags: FlagValues, context: Context): string {
  const output = plainOutput(flags);
  if (output === 'ndjson') return rules.map((rule) => `${jsonText(brief(rule))}\n`).join('');
  if (output === 'json') return `${jsonText(rules.map(brief), 2)}\n`;
  const { stdout, env, platform } = context;
  const style = new Style({
    width: widthOf(flags.width, stdout),
    color: usesColor(flags.color, stdout, env),
    unicode: usesUnicode(env, platform),
  });
  const widest = Math.max(0, ...rules.map(({ id }) => id.length));
  return rules.map((rule) => `${row(rule, widest, style)}\n`).join('');
}

/** `k3s/node-password-rejected  failure  critical  The server rejects this node's password` */
function row(rule: Rule, widest: number, style: Style): string {
  const left = `${pad(oneLine(rule.id), widest)}  ${pad(rule.kind, 7)}  `;
  const title = truncate(
    oneLine(fillProse(rule.title, () => undefined)),
    Math.max(20, style.width - left.length - 10),
  );
  return `${left}${style.paint(SEVERITY_INK[rule.severity], pad(rule.severity, 8))}  ${title}`;
}

function brief({ id, kind, title, severity, status, category }: Rule): object {
  return { id, kind, title, severity, status, category };
}
