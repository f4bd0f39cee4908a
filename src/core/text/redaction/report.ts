/** A report without secrets, before any sink sees it. */
import type { Incident } from '../../incidents/incident.ts';
import type { Report } from '../../report.ts';
import { Redactor } from './redactor.ts';
import type { RedactorOptions } from './redactor.ts';

/** Every text of the report, whatever its field is called, so that no new one is forgotten. Ids and names of rules look like no secret. */
export function redactReport(report: Report, options: RedactorOptions): Report {
  const redactor = new Redactor(options);
  learn(report, redactor);
  return rewritten(report, redactor, '') as Report;
}

/** One incident, before there is a report; its placeholders are numbered by themselves. */
export function redactIncident(incident: Incident, options: RedactorOptions): Incident {
  return redactAlone(incident, options);
}

/** One matching line, or anything else that is shown by itself; numbered by itself, too. */
export function redactAlone<T extends object>(shown: T, options: RedactorOptions): T {
  const redactor = new Redactor(options);
  learn(shown, redactor);
  return rewritten(shown, redactor, '') as T;
}

/** Fields that name a machine. */
const HOST_FIELD = /^(?:host|hostname|node|nodename|server|machine)$/i;

function learn(value: unknown, redactor: Redactor, field = ''): void {
  if (typeof value === 'string') {
    if (HOST_FIELD.test(field)) redactor.learnHost(value);
    redactor.learn([value]);
  } else if (isEvidence(value)) {
    redactor.learn(linesOf(value));
    redactor.learn([value.message]);
  } else if (Array.isArray(value)) for (const each of value) learn(each, redactor, field);
  else if (isObject(value)) {
    // Sorted: numbers shall not hang on the order in which fields were written.
    for (const name of Object.keys(value).sort())
      if (name !== OWN) learn(value[name], redactor, isValue(name) ? field : name);
  }
}

/** `{ value, count }` of a capture: what it is called stands one level up. */
function isValue(name: string): boolean {
  return name === 'values' || name === 'value';
}

/** Links of the rule itself. */
const OWN = 'references';

function rewritten(value: unknown, redactor: Redactor, path: string): unknown {
  if (path.endsWith(OWN)) return value;
  if (typeof value === 'string')
    return CAPTURED.test(path) ? (redactor.whole(value) ?? redactor.text(value)) : redactor.text(value);
  if (Array.isArray(value)) return value.map((each) => rewritten(each, redactor, path));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(
    ([name, each]) => [name, rewritten(each, redactor, `${path}/${name}`)] as const,
  );
  const copy = Object.fromEntries(fields);
  return isEvidence(value) ? { ...copy, ...jointly(value, redactor) } : copy;
}

/** Values of captures and groups can be a secret as a whole, however weak. */
const CAPTURED = /\/(?:captures|group)\//;

interface EvidenceLike {
  readonly text: string;
  readonly message: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function isEvidence(value: unknown): value is EvidenceLike {
  return (
    isObject(value) &&
    typeof value['text'] === 'string' &&
    Array.isArray(value['before']) &&
    Array.isArray(value['after'])
  );
}

/** The lines follow each other in the log: a key may begin on one and end on another. */
function linesOf({ before, text, after }: EvidenceLike): string[] {
  return [...before, text, ...after];
}

function jointly(
  evidence: EvidenceLike,
  redactor: Redactor,
): Pick<EvidenceLike, 'before' | 'text' | 'after'> {
  const all = redactor.texts(linesOf(evidence));
  const at = evidence.before.length;
  return { before: all.slice(0, at), text: all[at]!, after: all.slice(at + 1) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
