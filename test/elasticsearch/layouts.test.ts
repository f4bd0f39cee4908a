/** Real servers hold what shippers write, mapped as they map it and as the server does by itself: each layout gives its incident. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import type { Report } from '../../src/core/report.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { LAYOUTS, SHIPPERS } from './layouts.ts';
import type { Layout } from './layouts.ts';
import { read } from './reading.ts';

const SERVERS = [
  { kind: 'elasticsearch', version: '9.5.3' },
  { kind: 'elasticsearch', version: '8.19.21' },
  { kind: 'opensearch', version: '3.6.0' },
] as const;

const RULES = [...new Set(LAYOUTS.map(({ expect: { rule } }) => rule))];
const few = await loadRules({ only: RULES });

/** Real lines that no rule knows, laid out like the one that one does. */
const QUIET = [
  'I0412 02:59:13.025866       1 main.go:505] Defaulting external address to interface address (x.x.x.x)',
  'Started Session 4 of User core.',
];
const QUIET_EACH = 10;

/** What the minimal distribution of Elasticsearch lacks, and what OpenSearch calls otherwise. */
function mapped(mappings: object, { kind }: Server['data']['options']): object {
  const [other, instead] = kind === 'opensearch' ? ['flattened', 'flat_object'] : ['match_only_text', 'text'];
  return JSON.parse(JSON.stringify(mappings).replaceAll(`"${other}"`, `"${instead}"`)) as object;
}

/** The text that the layout has, wherever it stands. */
function quiet(source: unknown, line: string): unknown {
  if (typeof source === 'string')
    return /Node password|SubnetManager|permanently removed/.test(source) ? line : source;
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return source;
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, quiet(value, line)]));
}

/** Of one index: no two layouts in it may differ about what a field is. */
interface Kept {
  readonly index: string;
  readonly mappings?: object;
  readonly layouts: readonly Layout[];
}

/** Each shipper's in an index of its own, mapped as the server decides. */
const DYNAMIC: readonly Kept[] = SHIPPERS.flatMap(({ shipper, layouts }) => {
  const together = layouts.filter(({ apart, untyped }) => apart !== true && untyped !== true);
  const single = layouts.filter(({ apart, untyped }) => apart === true && untyped !== true);
  const index = `dynamic-${shipper.toLowerCase().replaceAll(/\W+/g, '-')}`;
  const others: Kept[] = single.map((one) => ({ index: `dynamic-${one.name}`, layouts: [one] }));
  return others.concat({ index, layouts: together });
});

/** Mapped as the shippers' templates do it. */
const MAPPED: readonly Kept[] = [
  ...Map.groupBy(
    LAYOUTS.filter(({ properties }) => properties !== undefined),
    ({ properties }) => JSON.stringify(properties),
  ).entries(),
].map(([properties, layouts], i) => ({
  index: `logs-mapped.${i}-default`,
  mappings: { properties: JSON.parse(properties) as object },
  layouts,
}));

/** The index's documents, among many others that no rule knows. */
function bulk({ index, layouts }: Kept): string {
  return layouts
    .flatMap((layout) => operations(index, layout))
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
}

function operations(index: string, { name, source }: Layout): unknown[] {
  const others = Array.from({ length: QUIET_EACH }, (_, i) => quiet(source, QUIET[i % QUIET.length]!));
  return [source, ...others].flatMap((document, i) => [
    { create: { _index: index, _id: `${name}-${i}` } },
    document,
  ]);
}

async function fill(server: Server, kept: Kept): Promise<void> {
  const { body } = await server.request('POST', '/_bulk?refresh=true', bulk(kept));
  const items = body.items as { create: { error?: unknown } }[];
  expect(items.flatMap(({ create }) => create.error ?? [])).toEqual([]);
}

/** As data streams. */
async function template(server: Server, { index, mappings }: Kept): Promise<void> {
  const body = {
    index_patterns: [index],
    data_stream: {},
    priority: 500,
    template: {
      settings: { number_of_shards: 2, number_of_replicas: 0 },
      mappings: mapped(mappings ?? {}, server.data.options),
    },
  };
  expect(await server.request('PUT', `/_index_template/${index}`, body)).toMatchObject({ status: 200 });
}

/** What is found, without what is known of how. */
function answer({ incidents, links, diagnoses, facts }: Report) {
  return { incidents, links, diagnoses, facts };
}

/** Where each layout's incident is, by its first proof. */
function found({ incidents }: Report) {
  return incidents
    .map(({ rule, host, first, count, evidence }) => ({
      name: evidence[0]!.source.replace(/^.*_doc\//, ''),
      rule: rule.id,
      host,
      time: new Date(Math.floor(first!)).toISOString(),
      count,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function wanted(kept: readonly Kept[]) {
  return kept
    .flatMap(({ layouts }) => layouts)
    .map(({ name, expect: { rule, host, time } }) => ({
      name: `${name}-0`,
      rule,
      host: host ?? '',
      time,
      count: 1,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

for (const options of SERVERS)
  describe.runIf(canRun(options.kind, options.version))(
    `${options.kind} ${options.version}`,
    { timeout: 120_000 },
    () => {
      let server: Server;
      beforeAll(async () => {
        server = await sharedServer(options);
        for (const kept of MAPPED) await template(server, kept);
        for (const kept of [...DYNAMIC, ...MAPPED]) await fill(server, kept);
      });

      it.each([
        ['by the server', 'dynamic-*', DYNAMIC],
        ['by the shipper', 'logs-mapped.*', MAPPED],
      ] as const)('mapped %s', async (_, index, kept) => {
        const whole = await read(server, few, { index, pushDown: false });
        expect(found(whole.report)).toEqual(wanted(kept));
        const down = await read(server, few, { index });
        expect(answer(down.report)).toEqual(answer(whole.report));
        expect(down.report.summary.lines).toBeLessThan(whole.report.summary.lines / 3);
      });
    },
  );
