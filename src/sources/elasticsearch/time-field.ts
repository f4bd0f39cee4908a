/** Which field orders the documents of a scan. */
import type { Session } from './session.ts';

const TIMESTAMP = '@timestamp';
/** Vector's, unless it writes to data streams. */
const OTHER = 'timestamp';
const TIMES = new Set(['date', 'date_nanos']);

interface Caps {
  readonly fields?: Readonly<
    Record<string, Readonly<Record<string, { readonly indices?: readonly string[] }>>>
  >;
}

/**
 * `@timestamp`, or `timestamp` where no index has the first. Throws ProblemError where an index keeps it as something else than a time:
 * the cluster could not sort.
 */
export async function timeFieldOf(session: Session): Promise<string> {
  const { index } = session.options;
  const path = `/${index.split(',').map(encodeURIComponent).join(',')}/_field_caps?fields=${TIMESTAMP},${OTHER}`;
  const verdict = await session.read('GET', path);
  if (verdict.kind !== 'ok') return TIMESTAMP;
  const { fields = {} } = verdict.body as Caps;
  const { [TIMESTAMP]: usual, [OTHER]: other } = fields;
  if (usual === undefined) return other !== undefined && wrongIn(other) === undefined ? OTHER : TIMESTAMP;
  const wrong = wrongIn(usual);
  if (wrong === undefined) return TIMESTAMP;
  const [type, { indices }] = wrong;
  const which = indices?.[0] ?? index;
  const without = indices === undefined ? '' : `; leave it out: --es-index '${index},-${which}'`;
  throw session.problem(`${which} keeps ${TIMESTAMP} as ${type}, not as a date${without}`);
}

function wrongIn(types: NonNullable<Caps['fields']>[string]) {
  return Object.entries(types).find(([type]) => !TIMES.has(type) && type !== 'unmapped');
}
