/** The report as it is, and as it may be passed on. */
import type { Incident } from '../core/incidents/incident.ts';
import type { Report } from '../core/report.ts';
import { sinkEntry } from '../sinks/index.ts';
import type { SinkName } from '../sinks/index.ts';
import type { FlagValues } from './flags.ts';

export class Reports {
  private readonly whole: Report;
  private readonly flags: FlagValues;
  private redacted: Report | undefined;

  constructor(whole: Report, flags: FlagValues) {
    this.whole = whole;
    this.flags = flags;
  }

  /** What this sink gets; the redacted one is made once, when the first sink asks for it. */
  async for(sink: SinkName): Promise<Report> {
    if (!redacts(sink, this.flags)) return this.whole;
    if (this.redacted !== undefined) return this.redacted;
    const { redactReport } = await import('../core/text/redaction/report.ts');
    return (this.redacted = redactReport(this.whole, { hosts: this.flags.redactHosts === true }));
  }
}

/** For incidents that are shown before the report is whole: each by itself, so that numbers start anew. */
export async function incidentFilter(
  sink: SinkName,
  flags: FlagValues,
): Promise<(incident: Incident) => Incident> {
  if (!redacts(sink, flags)) return (incident) => incident;
  const { redactIncident } = await import('../core/text/redaction/report.ts');
  return (incident) => redactIncident(incident, { hosts: flags.redactHosts === true });
}

/** The same for matching lines. */
export async function lineFilter(
  sink: SinkName,
  flags: FlagValues,
): Promise<<T extends object>(line: T) => T> {
  if (!redacts(sink, flags)) return (line) => line;
  const { redactAlone } = await import('../core/text/redaction/report.ts');
  return (line) => redactAlone(line, { hosts: flags.redactHosts === true });
}

/** What was said goes before what a sink does by itself. */
function redacts(sink: SinkName, { redact, redactHosts }: FlagValues): boolean {
  return redactHosts === true || (redact ?? sinkEntry(sink).redacts);
}
