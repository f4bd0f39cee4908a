/** How the indices of a scan keep the text of log lines, asked from their mappings and settings. */
import { TAKEN_APART, TEXT_FIELDS } from '../../core/formats/envelopes/es-document.ts';
import type { Session } from './session.ts';

/** A field whose text can be looked for. */
export interface TextField {
  readonly name: string;
  /** `whole`: the value is one word. */
  readonly kind: 'words' | 'whole';
  readonly positions: boolean;
  /** Analyzer to cut queries by, where the field has another one for them. */
  readonly analyzer?: string | undefined;
  /** Values can be missing in the index though the document has them. */
  readonly skips: boolean;
}

/** Indices that keep texts in the same way. */
export interface IndexGroup {
  readonly indices: readonly string[];
  /** In the order in which a document's text is looked for in them. */
  readonly fields: readonly TextField[];
  /** Texts may stand where no query finds them: documents without any of `fields` have to be read. */
  readonly hidden: boolean;
  /** Custom ones, as the indices define them. */
  readonly analysis: Readonly<Record<string, unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

/** Undefined: the cluster does not tell; `reason` says why. */
export async function indexGroups(
  session: Session,
): Promise<{ readonly groups: readonly IndexGroup[] } | { readonly reason: string }> {
  const index = session.options.index.split(',').map(encodeURIComponent).join(',');
  const names = [...TEXT_FIELDS, TAKEN_APART].join(',');
  const roots = ['dynamic', 'enabled', 'type'].flatMap((key) =>
    ['log', 'event', 'body'].map((parent) => `*.mappings.properties.${parent}.${key}`),
  );
  const filter = ['*.mappings.dynamic', ...roots].join(',');
  const [fields, dynamic, settings] = await Promise.all([
    session.read('GET', `/${index}/_mapping/field/${names}`),
    session.read('GET', `/${index}/_mapping?filter_path=${filter}`),
    session.read('GET', `/${index}/_settings?filter_path=*.settings.index.analysis`),
  ]);
  for (const verdict of [fields, dynamic, settings])
    if (verdict.kind !== 'ok') return { reason: `the mapping can't be read: ${verdict.reason}` };
  const bodies = [fields, dynamic, settings].map(
    (verdict) => (verdict.kind === 'ok' ? verdict.body : {}) as Json,
  );
  return { groups: grouped(bodies as [Json, Json, Json]) };
}

function grouped([fields, shapes, settings]: [Json, Json, Json]): IndexGroup[] {
  const groups = new Map<string, IndexGroup & { indices: string[] }>();
  for (const index of Object.keys(fields)) {
    const shape = at(shapes[index], 'mappings');
    const analysis = at(at(at(settings[index], 'settings'), 'index'), 'analysis');
    const known = { ...fieldsOf(at(fields[index], 'mappings'), shape), analysis };
    const key = JSON.stringify(known);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { indices: [index], ...known });
    else group.indices.push(index);
  }
  return [...groups.values()];
}

function at(value: unknown, name: string): Json {
  const inner = (value as Json | undefined)?.[name];
  return typeof inner === 'object' && inner !== null ? (inner as Json) : {};
}

function fieldsOf(mapped: Json, shape: Json): Pick<IndexGroup, 'fields' | 'hidden'> {
  const fields: TextField[] = [];
  for (const name of [...TEXT_FIELDS, TAKEN_APART]) {
    const mapping = Object.values(at(at(mapped, name), 'mapping'))[0] as Json | undefined;
    if (mapping === undefined && isAbsent(name, shape)) continue;
    const field = name === TAKEN_APART || mapping === undefined ? undefined : textField(name, mapping);
    if (field === undefined) return { fields, hidden: true };
    fields.push(field);
  }
  return { fields, hidden: false };
}

/** Fields that are not mapped are in no document, unless documents may have fields that are not mapped. */
function isAbsent(name: string, shape: Json): boolean {
  if (isLoose(shape.dynamic)) return false;
  const [parent, child] = name.split('.');
  if (child === undefined) return true;
  const object = at(at(shape, 'properties'), parent!);
  const plain = object.type === undefined || object.type === 'object' || object.type === 'text';
  return plain && !isLoose(object.dynamic) && object.enabled !== false && object.enabled !== 'false';
}

function isLoose(dynamic: unknown): boolean {
  return dynamic === false || dynamic === 'false' || dynamic === 'runtime';
}

function textField(name: string, mapping: Json): TextField | undefined {
  const { type, index, index_options: options, analyzer, ignore_above: bound, normalizer } = mapping;
  if (index === false || index === 'false') return undefined;
  if (type === 'text' || type === 'match_only_text') {
    const positions = options === undefined || options === 'positions' || options === 'offsets';
    const differs = mapping.search_analyzer !== undefined || mapping.search_quote_analyzer !== undefined;
    const own = typeof analyzer === 'string' ? analyzer : undefined;
    return {
      name,
      kind: 'words',
      positions,
      skips: false,
      ...(differs ? { analyzer: own ?? 'default' } : {}),
    };
  }
  if (type === 'alias' || (type !== 'keyword' && type !== 'wildcard') || normalizer !== undefined)
    return undefined;
  return { name, kind: 'whole', positions: false, skips: bound !== undefined };
}
