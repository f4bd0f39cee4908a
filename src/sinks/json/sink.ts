/** JSON: the whole answer as one document. */
import type { Report } from '../../core/report.ts';
import { jsonText } from '../json-text.ts';
import { coverageObject, templateObject } from '../account.ts';
import type { PlainObject } from '../objects.ts';
import { causesByEffect, diagnosisObject, factObject, incidentObject, summaryObject } from '../objects.ts';
import type { RenderingSink } from '../sink.ts';

export const sink: RenderingSink = { render: (report) => [jsonDocument(report)] };

/** `{ incidents, diagnoses, facts, summary }`, indented, with a line end. */
export function jsonDocument(report: Report): string {
  const causes = causesByEffect(report.links);
  const document = {
    incidents: report.incidents.map((incident) => incidentObject(incident, causes.get(incident.id))),
    diagnoses: report.diagnoses.map((diagnosis) => diagnosisObject(diagnosis, report.links)),
    facts: report.facts.map(factObject),
    ...coverageParts(report),
    summary: summaryObject(report),
  };
  return `${jsonText(document, 2)}\n`;
}

function coverageParts({ coverage }: Report): PlainObject {
  if (coverage === undefined) return {};
  return { coverage: coverageObject(coverage), templates: coverage.templates.map(templateObject) };
}
