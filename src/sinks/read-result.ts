/** Text of `-o json` or `-o ndjson` to a report. */
import * as v from 'valibot';
import { ProblemError } from '../core/errors.ts';
import type { Place, Problem } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { reportOf } from './parse.ts';
import type { ResultDocument } from './parse.ts';
import { documentSchema, recordSchema } from './schema.ts';

/** `name` is what problems call it. Throws ProblemError (RESULT_INVALID) with the place of what is wrong. */
export function readResult(text: string, name: string): Report {
  const whole = text.replace(/^\ufeff/, '');
  if (whole.trim() === '') throw wrong({ file: name }, 'there is nothing in it');
  return reportOf(isLines(whole) ? fromLines(whole, name) : fromDocument(whole, name));
}

/** A document begins on its first line and ends on another; a line of NDJSON is whole by itself. */
function isLines(text: string): boolean {
  const [first = ''] = text.split('\n', 1);
  try {
    return 'type' in (JSON.parse(first) as object);
  } catch {
    return false;
  }
}

function fromDocument(text: string, file: string): ResultDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(placeIn(text, file, error as Error), `this is no JSON: ${reasonOf(error as Error)}`);
  }
  return checked(documentSchema, value, { file });
}

type ResultRecord = v.InferOutput<typeof recordSchema>;

function fromLines(text: string, file: string): ResultDocument {
  const records: ResultRecord[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = { file, line: i + 1 };
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw wrong(place, `this line is no JSON: ${reasonOf(error as Error)}`);
    }
    if (isWanted(value)) records.push(checked(recordSchema, value, place));
  }
  const of = <Type extends ResultRecord['type']>(type: Type) =>
    records.filter((record): record is Extract<ResultRecord, { type: Type }> => record.type === type);
  const [summary] = of('summary');
  if (summary === undefined)
    throw wrong({ file }, 'it ends without the summary: it was cut, or is still being written');
  const [coverage] = of('coverage');
  return {
    incidents: of('incident'),
    diagnoses: of('diagnosis'),
    facts: of('fact'),
    summary,
    ...(coverage === undefined ? {} : { coverage, templates: of('template') }),
  };
}

/** First sights come again, whole; kinds of a newer version can't be shown by this one. */
function isWanted(value: unknown): boolean {
  const { type, partial } = (value ?? {}) as { readonly type?: unknown; readonly partial?: unknown };
  return partial !== true && (typeof type !== 'string' || TYPES.has(type));
}

const TYPES: ReadonlySet<string> = new Set([
  'incident',
  'diagnosis',
  'fact',
  'coverage',
  'template',
  'summary',
]);

/** Fields that are not known are passed over: a newer version may have written them. */
function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  place: Place,
): v.InferOutput<Schema> {
  const { issues = [] } = v.safeParse(schema, value);
  const issue = issues.find(({ expected }) => expected !== 'never');
  if (issue === undefined) return value;
  const at = v.getDotPath(issue);
  throw wrong(place, `this is no result of whynotready: ${at === null ? '' : `${at}: `}${issue.message}`);
}

function wrong(place: Place, message: string): ProblemError {
  const problem: Problem = {
    code: 'RESULT_INVALID',
    message,
    place,
    fix: 'give what -o json or -o ndjson wrote',
  };
  return new ProblemError([problem]);
}

/** `… in JSON at position 17 (line 2 column 3)` */
function placeIn(text: string, file: string, { message }: Error): Place {
  const at = /at position (\d+)/.exec(message)?.[1];
  if (at === undefined) return { file };
  const before = text.slice(0, Number(at));
  const line = before.split('\n').length;
  return { file, line, column: before.length - before.lastIndexOf('\n') };
}

/** Without the place, and without the text around it, which may be long and hostile. */
function reasonOf({ message }: Error): string {
  return message.replace(/(?:, "|,? ?\.\.\.| in JSON at| at position| is not valid JSON).*$/s, '');
}
