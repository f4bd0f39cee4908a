/** What the indices of a scan have of the fields that matter: is there text of log lines, and which field orders the documents? */
import { TEXT_FIELDS, UNSEARCHED_FIELDS } from '../../core/formats/envelopes/document-fields.ts';
import type { Session } from './session.ts';

const TIMESTAMP = '@timestamp';
/** Vector's, unless it writes to data streams. */
const OTHER = 'timestamp';
const TIMES = new Set(['date', 'date_nanos']);

/** By type; `indices` where they differ. */
type Types = Readonly<Record<string, { readonly indices?: readonly string[] }>>;

interface Caps {
  readonly indices?: readonly string[];
  readonly fields?: Readonly<Record<string, Types>>;
}

export interface Order {
  /** Documents are ordered by it: `@timestamp`, or `timestamp` where no index has the first. */
  readonly time: string;
  /** Slices are made by the hash of it. */
  readonly slice: string;
}

/** Slices can't be made by a field that an index does not know, nor by `_id`. */
const IN_ALL = '_seq_no';

/** Throws ProblemError where there is no index, and where one keeps its time as something else, which the cluster could not sort by. */
export async function orderOf(session: Session): Promise<Order> {
  const { index } = session.options;
  const names = [TIMESTAMP, OTHER, ...TEXT_FIELDS, ...UNSEARCHED_FIELDS].join(',');
  const path = `/${index.split(',').map(encodeURIComponent).join(',')}/_field_caps?include_unmapped=true&fields=${names}`;
  const verdict = await session.read('GET', path);
  if (verdict.kind !== 'ok') return { time: TIMESTAMP, slice: TIMESTAMP };
  const { indices, fields = {} } = verdict.body as Caps;
  if (indices?.length === 0) throw session.problem(`no index is called ${index}`);
  tellWithoutText(session, fields);
  const time = timeField(session, fields);
  return { time, slice: fields[time] === undefined || 'unmapped' in fields[time] ? IN_ALL : time };
}

function tellWithoutText({ options }: Session, fields: NonNullable<Caps['fields']>): void {
  const texts = Object.keys(fields).filter((name) => name !== TIMESTAMP && name !== OTHER);
  if (texts.length > 0) return;
  const known = TEXT_FIELDS.join(', ');
  options.onNotice?.(`${options.name}: no field that holds the text of log lines is mapped: ${known}`);
}

function timeField(session: Session, { [TIMESTAMP]: usual, [OTHER]: other }: NonNullable<Caps['fields']>) {
  if (usual === undefined) return other !== undefined && wrongIn(other) === undefined ? OTHER : TIMESTAMP;
  const wrong = wrongIn(usual);
  if (wrong === undefined) return TIMESTAMP;
  const { index } = session.options;
  const [type, { indices }] = wrong;
  const which = indices?.[0] ?? index;
  const without = indices === undefined ? '' : `; leave it out: --es-index '${index},-${which}'`;
  throw session.problem(`${which} keeps ${TIMESTAMP} as ${type}, not as a date${without}`);
}

function wrongIn(types: Types) {
  return Object.entries(types).find(([type]) => !TIMES.has(type) && type !== 'unmapped');
}
