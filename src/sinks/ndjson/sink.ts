/** NDJSON: incidents, diagnoses, facts, and the summary as the last line; one object a line. */
import type { Incident } from '../../core/incidents/incident.ts';
import type { Report } from '../../core/report.ts';
import { jsonText } from '../json-text.ts';
import { coverageObject, templateObject } from '../account.ts';
import { causesByEffect, diagnosisObject, factObject, incidentObject, summaryObject } from '../objects.ts';
import type { RenderingSink } from '../sink.ts';

export const sink: RenderingSink = { render: ndjsonLines };

/** Lines with their line ends. */
export function* ndjsonLines(report: Report): Generator<string> {
  const causes = causesByEffect(report.links);
  for (const incident of report.incidents) yield line(incidentObject(incident, causes.get(incident.id)));
  for (const diagnosis of report.diagnoses) yield line(diagnosisObject(diagnosis, report.links));
  for (const fact of report.facts) yield line(factObject(fact));
  const { coverage } = report;
  if (coverage !== undefined) {
    for (const template of coverage.templates) yield line(templateObject(template));
    yield line(coverageObject(coverage));
  }
  yield line(summaryObject(report));
}

/** An incident's first sight, before the end of input; it comes again, whole, at the end. */
export function partialLine(incident: Incident): string {
  return line(incidentObject(incident, [], true));
}

function line(value: unknown): string {
  return `${jsonText(value)}\n`;
}
