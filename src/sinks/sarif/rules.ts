/** The rules of a report as SARIF reporting descriptors; all that is known of them is what their diagnoses say. */
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { LEVEL } from '../level.ts';
import { block, link, prose } from '../markdown/text.ts';

type Json = Readonly<Record<string, unknown>>;

/** In the order in which incidents name them. */
export function descriptorsOf({ incidents, diagnoses }: Report): {
  readonly index: ReadonlyMap<string, number>;
  readonly descriptors: readonly Json[];
} {
  const byRoot = new Map(diagnoses.map((each) => [each.root, each]));
  const rules = Map.groupBy(incidents, ({ rule }) => rule.id);
  const descriptors = [...rules.values()].map((all) => {
    const told = all.map(({ id }) => byRoot.get(id)).find((x) => x !== undefined);
    return descriptor(all[0]!, told);
  });
  return { index: new Map([...rules.keys()].map((id, i) => [id, i])), descriptors };
}

function descriptor({ rule }: Incident, diagnosis: Diagnosis | undefined): Json {
  const [reference] = diagnosis?.references ?? [];
  const full = [diagnosis?.cause, diagnosis?.impact]
    .filter((text) => text !== undefined && text !== '')
    .join(' ');
  return {
    id: rule.id,
    shortDescription: { text: rule.title || rule.id },
    ...(full === '' ? {} : { fullDescription: { text: full } }),
    ...(diagnosis === undefined || diagnosis.remedy.length === 0 ? {} : { help: help(diagnosis) }),
    ...(reference !== undefined && URL.canParse(reference) ? { helpUri: reference } : {}),
    defaultConfiguration: { level: LEVEL[rule.severity] },
    properties: { tags: [rule.category, rule.kind], severity: rule.severity },
  };
}

function help({ remedy, references }: Diagnosis): Json {
  const text = remedy.map(
    (step, i) => `${i + 1}. ${step.do}${step.run === undefined ? '' : `\n$ ${step.run.trimEnd()}`}`,
  );
  const markdown = [
    ...remedy.flatMap((step, i) => [
      `${i + 1}. ${prose(step.do)}`,
      ...(step.run === undefined ? [] : ['', ...block(step.run, 'sh', 3), '']),
    ]),
    '',
    ...references.map((each) => `- ${link(each)}`),
  ];
  return { text: [...text, ...references].join('\n'), markdown: markdown.join('\n').trimEnd() };
}
