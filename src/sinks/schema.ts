/** The shape of what programs get, as a schema; docs/schema/output.schema.json is made from it. Loaded by scripts and tests only. */
import * as v from 'valibot';
import { BLIND_SPOT_CODES } from '../core/blindspots/blind-spot.ts';
import { ERROR_CODES } from '../core/errors.ts';
import { BUNDLE_KINDS } from '../core/formats/paths/layouts.ts';
import { SEVERITIES } from '../core/rules/rule.ts';

const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = described(
  v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)),
  'RFC 3339, UTC',
);
const severity = v.picklist(SEVERITIES);
const strings = v.array(v.string());

const evidence = v.strictObject({
  source: described(v.string(), 'path, or - for standard input'),
  line: described(v.pipe(v.number(), v.integer(), v.minValue(1)), 'from 1'),
  offset: described(count, 'bytes before the line in its source'),
  text: described(v.string(), 'as it stands in the source, lines joined by \\n, cut at 4 KiB'),
  time: v.optional(time),
  message: v.optional(described(v.string(), 'decoded, without its wrapping; left out when it equals text')),
  before: v.optional(strings),
  after: v.optional(strings),
});

const rule = v.strictObject({
  id: v.string(),
  kind: v.picklist(['failure', 'symptom']),
  title: v.string(),
  severity,
  category: v.string(),
});

const incident = v.strictObject({
  type: v.literal('incident'),
  id: described(v.string(), 'the same input gives the same id'),
  partial: v.optional(
    described(v.literal(true), 'with --stream: a first sight; it comes again, whole, at the end'),
  ),
  rule,
  host: described(v.string(), 'empty when no host is known'),
  group: described(
    v.record(v.string(), v.string()),
    'values that tell this incident from others of its rule',
  ),
  count: described(v.pipe(v.number(), v.integer(), v.minValue(1)), 'matching lines'),
  first: v.nullable(time),
  last: v.nullable(time),
  captures: described(
    v.record(v.string(), v.array(v.strictObject({ value: v.string(), count }))),
    'values found in the holes of the patterns, up to 1,000 of each',
  ),
  distinct: v.optional(
    described(v.record(v.string(), count), 'about how many values, for captures with more than 1,000'),
  ),
  evidence: described(v.array(evidence), 'the first three matches and the last'),
  causedBy: described(strings, 'ids of incidents'),
  histogram: v.optional(
    v.strictObject({
      start: time,
      widthSeconds: described(count, 'a power of two'),
      counts: v.array(count),
    }),
  ),
  resolved: v.optional(
    described(v.strictObject({ time: v.optional(time), evidence }), 'the line that shows that it is over'),
  ),
});

const diagnosis = v.strictObject({
  type: v.literal('diagnosis'),
  id: v.string(),
  root: described(v.string(), 'id of an incident'),
  kind: described(v.picklist(['cause', 'symptom']), 'symptom: the cause is not in these logs'),
  title: v.string(),
  severity,
  host: v.string(),
  cause: v.string(),
  impact: v.string(),
  remedy: v.array(
    v.strictObject({
      do: v.string(),
      run: v.optional(described(v.string(), 'ready to paste; what is not known stays a <name> to fill in')),
    }),
  ),
  references: strings,
  explains: described(strings, 'ids of incidents'),
  links: v.array(v.strictObject({ cause: v.string(), effect: v.string(), reason: v.string() })),
  reason: described(v.string(), 'why it stands where it stands in the order'),
  lookAt: described(
    v.array(v.strictObject({ rule: v.string(), title: v.string() })),
    'for a symptom: what is known to cause it',
  ),
});

const fact = v.strictObject({
  type: v.literal('fact'),
  name: v.string(),
  value: v.string(),
  host: v.string(),
  time: v.optional(time),
  source: v.string(),
  line: count,
  offset: count,
});

const problem = v.strictObject({
  code: described(v.picklist(ERROR_CODES), 'see docs/errors.md'),
  message: v.string(),
  place: v.optional(
    v.strictObject({
      file: v.string(),
      line: v.optional(count),
      column: v.optional(count),
      text: v.optional(v.string()),
    }),
  ),
  fix: v.optional(v.string()),
  warning: v.optional(described(v.literal(true), 'worth a look, but nothing is lost')),
});

const summary = v.strictObject({
  type: v.literal('summary'),
  version: v.string(),
  rules: v.strictObject({ version: v.string(), count }),
  incidents: count,
  diagnoses: count,
  lines: count,
  bytes: count,
  sources: v.array(v.strictObject({ name: v.string(), bytes: count, lines: count })),
  bundles: v.optional(
    described(
      v.array(v.strictObject({ kind: v.picklist(BUNDLE_KINDS), path: v.string(), nodes: strings })),
      'support bundles among the sources, with the nodes that their layout names',
    ),
  ),
  harmless: described(
    v.array(v.strictObject({ rule: v.string(), title: v.string(), count, why: v.string() })),
    'lines that look bad and are not',
  ),
  limits: described(
    v.array(v.strictObject({ code: v.string(), text: v.string(), count })),
    'what limits the answer',
  ),
  blindSpots: described(
    v.array(
      v.strictObject({
        code: v.picklist(BLIND_SPOT_CODES),
        text: v.string(),
        count: v.pipe(v.number(), v.integer(), v.minValue(1)),
        source: v.optional(v.string()),
        host: v.optional(v.string()),
        from: v.optional(time),
        to: v.optional(time),
      }),
    ),
    'where the logs are blind',
  ),
  problems: described(v.array(problem), 'what could not be read'),
  complete: described(v.boolean(), 'false: stopped early'),
});

const coverage = v.strictObject({
  type: v.literal('coverage'),
  scary: described(count, 'entries of level warning and above; the next four add up to it'),
  explained: described(count, 'met by a rule of which an incident is reported'),
  harmless: described(count, 'a benign rule says why'),
  known: described(count, 'a rule knows them, but raised nothing'),
  unknown: count,
  inBaseline: v.optional(described(count, 'of the unknown: the baseline has them, too')),
  beyond: described(count, 'of the unknown: in no template, as there are too many kinds'),
  templates: described(count, 'how many templates there are'),
});

const template = v.strictObject({
  type: v.literal('template'),
  id: described(v.string(), 'the same for the same component and text'),
  component: v.string(),
  text: described(v.string(), '<*> stands for what differs'),
  level: v.picklist(['warning', 'error', 'fatal']),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  first: v.nullable(time),
  last: v.nullable(time),
  isNew: described(
    v.boolean(),
    "first seen in the last tenth of its log's time, or in its last day, if that is shorter",
  ),
  example: v.strictObject({ source: v.string(), line: count, offset: count, text: v.string() }),
});

/** One line of `-o ndjson`. */
export const recordSchema = v.variant('type', [incident, diagnosis, fact, coverage, template, summary]);

/** The document of `-o json`. */
export const documentSchema = v.strictObject({
  incidents: v.array(incident),
  diagnoses: v.array(diagnosis),
  facts: v.array(fact),
  coverage: v.optional(coverage),
  templates: v.optional(v.array(template)),
  summary,
});

/** The parts that get a name in the published schema. */
export const DEFINITIONS = {
  evidence,
  rule,
  incident,
  diagnosis,
  fact,
  problem,
  coverage,
  template,
  summary,
};
