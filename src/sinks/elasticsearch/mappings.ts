/** Types of the fields that are searched; all else stays in the document and is not indexed, so hostile logs can't make fields. */

type Mapping = Readonly<Record<string, unknown>>;

/** Which of the two it is: they differ in the name of one type. */
export type Flavor = 'elasticsearch' | 'opensearch';

const KEYWORD: Mapping = { type: 'keyword', ignore_above: 1024 };
const LONG: Mapping = { type: 'long' };
const DATE: Mapping = { type: 'date' };
const TEXT: Mapping = { type: 'text' };

export function mappings(flavor: Flavor): Mapping {
  return {
    dynamic: false,
    properties: { ...ECS, whynotready: { type: 'object', dynamic: false, properties: own(flavor) } },
  };
}

const ECS: Mapping = {
  '@timestamp': DATE,
  message: TEXT,
  tags: KEYWORD,
  ecs: object({ version: KEYWORD }),
  data_stream: object({ type: KEYWORD, dataset: KEYWORD, namespace: KEYWORD }),
  event: object({
    ...keywords('kind', 'category', 'type', 'outcome', 'module', 'dataset', 'id'),
    severity: LONG,
    start: DATE,
    end: DATE,
    duration: LONG,
    original: { type: 'keyword', index: false, doc_values: false },
  }),
  rule: object({
    ...keywords('id', 'category', 'ruleset', 'version'),
    name: { ...KEYWORD, fields: { text: TEXT } },
  }),
  host: object({ name: KEYWORD }),
  log: object({ file: object({ path: KEYWORD }), offset: LONG }),
  orchestrator: object({
    ...keywords('type', 'namespace'),
    resource: object(keywords('type', 'name')),
  }),
  observer: object(keywords('vendor', 'product', 'type', 'version')),
};

/** Captures and groups have names that rules choose: one field for all of them. */
function own(flavor: Flavor): Mapping {
  const anyName: Mapping =
    flavor === 'opensearch' ? { type: 'flat_object' } : { type: 'flattened', ignore_above: 1024 };
  return {
    ...keywords('type', 'id', 'kind', 'severity', 'category', 'caused_by', 'root', 'explains', 'key'),
    count: LONG,
    line: LONG,
    step: LONG,
    resolved: { type: 'boolean' },
    resolved_at: DATE,
    cause: TEXT,
    impact: TEXT,
    group: anyName,
    captures: anyName,
  };
}

function object(properties: Mapping): Mapping {
  return { properties };
}

function keywords(...names: readonly string[]): Mapping {
  return Object.fromEntries(names.map((name) => [name, KEYWORD]));
}
