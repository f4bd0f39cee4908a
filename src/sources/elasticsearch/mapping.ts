/** How the indices of a scan keep the text of log lines, asked from their mappings and settings. */
import { TEXT_FIELDS, UNSEARCHED_FIELDS } from '../../core/formats/envelopes/document-fields.ts';
import type { Session } from './session.ts';

/** A field whose text can be looked for. */
export interface TextField {
  readonly name: string;
  /** `whole`: the value is one word. */
  readonly kind: 'words' | 'whole';
  readonly positions: boolean;
  /** Analyzer to cut queries by, where the field has another one for them. */
  readonly analyzer?: string | undefined;
  /** Analyzer of what is in the index. */
  readonly indexedBy: string;
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

const NAMES = [...TEXT_FIELDS, ...UNSEARCHED_FIELDS];
/** Objects that texts stand in: `body`, `body.structured`. */
const PARENTS = [...new Set(NAMES.flatMap(parentsOf))];

function parentsOf(name: string): string[] {
  const parts = name.split('.');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** Undefined: the cluster does not tell; `reason` says why. */
export async function indexGroups(
  session: Session,
): Promise<{ readonly groups: readonly IndexGroup[] } | { readonly reason: string }> {
  const index = session.options.index.split(',').map(encodeURIComponent).join(',');
  const parents = ['dynamic', 'enabled', 'type'].flatMap((key) =>
    PARENTS.map((parent) => `*.mappings.properties.${parent.replaceAll('.', '.properties.')}.${key}`),
  );
  const roots = ['dynamic', 'enabled', 'runtime'].map((key) => `*.mappings.${key}`);
  const filter = [...roots, ...parents].join(',');
  const [fields, dynamic, settings] = await Promise.all([
    session.read('GET', `/${index}/_mapping/field/${NAMES.join(',')}`),
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
  for (const name of NAMES) {
    const mapping = Object.values(at(at(mapped, name), 'mapping'))[0] as Json | undefined;
    if (mapping === undefined && isAbsent(name, shape)) continue;
    const isSearched = TEXT_FIELDS.includes(name) && mapping !== undefined && !isNested(name, shape);
    const field = isSearched ? textField(name, mapping) : undefined;
    if (field === undefined) return { fields, hidden: true };
    fields.push(field);
  }
  return { fields, hidden: false };
}

/** Queries on a document don't see the fields of objects that are documents of their own. */
function isNested(name: string, shape: Json): boolean {
  return parentsOf(name).some((parent) => objectAt(parent, shape).type === 'nested');
}

function objectAt(name: string, shape: Json): Json {
  return name.split('.').reduce((inner, part) => at(at(inner, 'properties'), part), shape);
}

/** Fields that are not mapped are in no document, unless documents may have fields that are not mapped. */
function isAbsent(name: string, shape: Json): boolean {
  if (isLoose(shape) || Object.hasOwn(at(shape, 'runtime'), name)) return false;
  return parentsOf(name).every((parent) => {
    const object = objectAt(parent, shape);
    const isPlain = object.type === undefined || object.type === 'object' || object.type === 'text';
    return isPlain && !isLoose(object);
  });
}

function isLoose({ dynamic, enabled }: Json): boolean {
  return (
    dynamic === false ||
    dynamic === 'false' ||
    dynamic === 'runtime' ||
    enabled === false ||
    enabled === 'false'
  );
}

function textField(name: string, mapping: Json): TextField | undefined {
  const { type, index, index_options: options, analyzer, ignore_above: bound, normalizer } = mapping;
  if (index === false || index === 'false') return undefined;
  if (type === 'text' || type === 'match_only_text') {
    const positions = options === undefined || options === 'positions' || options === 'offsets';
    const differs = mapping.search_analyzer !== undefined || mapping.search_quote_analyzer !== undefined;
    const indexedBy = typeof analyzer === 'string' ? analyzer : 'default';
    return {
      name,
      kind: 'words',
      positions,
      indexedBy,
      skips: false,
      ...(differs ? { analyzer: indexedBy } : {}),
    };
  }
  if (type === 'alias' || (type !== 'keyword' && type !== 'wildcard') || normalizer !== undefined)
    return undefined;
  return { name, kind: 'whole', positions: false, indexedBy: 'keyword', skips: bound !== undefined };
}
