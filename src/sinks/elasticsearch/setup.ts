/** What the cluster needs before the first document: templates, an index, and the alias in front of it. */
import type { Connection } from './client.ts';
import type { ElasticsearchConfig } from './config.ts';
import { mappings } from './mappings.ts';
import type { Flavor } from './mappings.ts';
import { explain } from './retry.ts';

type Names = Pick<ElasticsearchConfig, 'alias'>;

export interface SetupRequest {
  readonly method: 'PUT';
  readonly path: string;
  readonly body: unknown;
  /** What it makes, in words. */
  readonly makes: string;
}

/** Above the built-in templates for logs-*-* (100) and those of integrations (200). */
const PRIORITY = 250;
const COMPONENT = 'whynotready';
const MATCHES = 'logs-whynotready.match';
const META = { managed_by: 'whynotready elastic setup' };

/** In this order. The last one, which makes the index, is for a cluster that has no such alias yet. */
export function setupRequests({ alias }: Names, flavor: Flavor): readonly SetupRequest[] {
  return [
    {
      method: 'PUT',
      path: `/_component_template/${COMPONENT}`,
      makes: `component template ${COMPONENT}`,
      body: { template: { settings: SETTINGS, mappings: mappings(flavor) }, _meta: META },
    },
    {
      method: 'PUT',
      path: `/_index_template/${alias}`,
      makes: `index template ${alias}`,
      body: {
        // Not `-*`: two templates of one priority must not claim the same index, and another alias may begin like this one.
        index_patterns: [`${alias}-0*`],
        priority: PRIORITY,
        composed_of: [COMPONENT],
        template: { settings: { index: { gc_deletes: '1h' } } },
        _meta: META,
      },
    },
    {
      method: 'PUT',
      path: `/_index_template/${MATCHES}`,
      makes: `index template ${MATCHES}`,
      body: {
        index_patterns: [`${MATCHES}-*`],
        priority: PRIORITY,
        data_stream: {},
        composed_of: [COMPONENT],
        _meta: META,
      },
    },
    {
      method: 'PUT',
      path: `/${firstIndex(alias)}`,
      makes: `index ${firstIndex(alias)} behind the alias ${alias}`,
      body: { aliases: { [alias]: { is_write_index: true } } },
    },
  ];
}

const SETTINGS = { index: { number_of_shards: '1', auto_expand_replicas: '0-1' } };

function firstIndex(alias: string): string {
  return `${alias}-000001`;
}

export interface Outcome {
  readonly ok: boolean;
  /** A line for people. */
  readonly text: string;
}

/** Makes it, as often as you like: what is there is brought up to date. Ends at the first refusal. */
export async function setUp(connection: Connection, names: Names): Promise<readonly Outcome[]> {
  const found = await serverInfo(connection);
  if (!('flavor' in found)) return [found];
  const outcomes: Outcome[] = [];
  for (const request of setupRequests(names, found.flavor)) {
    const makesIndex = request.path === `/${firstIndex(names.alias)}`;
    outcomes.push(
      makesIndex
        ? await makeIndex(connection, request, names, found.flavor)
        : await make(connection, request),
    );
    if (!outcomes.at(-1)!.ok) break;
  }
  return outcomes;
}

async function make(connection: Connection, { method, path, body, makes }: SetupRequest): Promise<Outcome> {
  const answer = await connection.request(method, path, body);
  if (answer.kind === 'response' && answer.status === 200) return { ok: true, text: `${makes}: in place` };
  return { ok: false, text: `${makes}: ${explain(answer)}` };
}

/** Where the alias is there, its index learns fields that are new. */
async function makeIndex(
  connection: Connection,
  request: SetupRequest,
  { alias }: Names,
  flavor: Flavor,
): Promise<Outcome> {
  const state = await aliasState(connection, alias);
  if (state.kind === 'fault') return { ok: false, text: `alias ${alias}: ${state.text}` };
  if (state.kind === 'missing') return make(connection, request);
  if (state.kind === 'index')
    return {
      ok: false,
      text: `${alias} is an index, not an alias: remove or rename it, or choose another --es-alias`,
    };
  const update = { method: 'PUT', path: `/${alias}/_mapping`, body: mappings(flavor), makes: '' } as const;
  const { ok, text } = await make(connection, update);
  const what = `alias ${alias} on ${state.indices.join(', ')}`;
  return { ok, text: ok ? `${what}: in place` : `${what}${text}` };
}

export type AliasState =
  | { readonly kind: 'alias'; readonly indices: readonly string[] }
  /** An index has that very name. */
  | { readonly kind: 'index' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'fault'; readonly text: string };

export async function aliasState(connection: Connection, alias: string): Promise<AliasState> {
  const answer = await connection.request('GET', `/${alias}/_alias`);
  if (answer.kind === 'response' && answer.status === 404) return { kind: 'missing' };
  if (answer.kind !== 'response' || answer.status !== 200) return { kind: 'fault', text: explain(answer) };
  const indices = Object.keys(answer.body as object);
  return indices.includes(alias) ? { kind: 'index' } : { kind: 'alias', indices };
}

export interface ServerInfo {
  readonly flavor: Flavor;
  readonly version: string;
}

/** Asks the server who it is. */
export async function serverInfo(connection: Connection): Promise<ServerInfo | Outcome> {
  const answer = await connection.request('GET', '/');
  const { version } = (answer.kind === 'response' && answer.status === 200 ? answer.body : {}) as {
    version?: { number?: unknown; distribution?: unknown };
  };
  if (typeof version?.number === 'string') {
    const flavor = version.distribution === 'opensearch' ? 'opensearch' : 'elasticsearch';
    return { flavor, version: version.number };
  }
  const refused = answer.kind === 'response' && answer.status === 200;
  return { ok: false, text: refused ? 'what answers there is no Elasticsearch' : explain(answer) };
}
