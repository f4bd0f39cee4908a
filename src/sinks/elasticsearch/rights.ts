/** Which rights sending and setting up need (docs/elasticsearch.md has the same as roles), and which of them are there. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../../elastic/answer.ts';
import type { Connection } from './client.ts';
import { matchStream } from './config.ts';
import type { ElasticsearchConfig } from './config.ts';
import { explain } from './retry.ts';

type Names = Pick<ElasticsearchConfig, 'alias' | 'namespace' | 'evidence'>;

export interface Rights {
  readonly cluster: readonly string[];
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
}

export function sendingRights(config: Names): Rights {
  const { alias, evidence } = config;
  const matches = { names: [matchStream(config)], privileges: ['create_doc', 'auto_configure'] };
  return {
    cluster: [],
    indices: [{ names: [alias], privileges: ['index', 'delete'] }, ...(evidence ? [matches] : [])],
  };
}

export function setupRights({ alias }: Names): Rights {
  return {
    cluster: ['monitor', 'manage_index_templates'],
    indices: [{ names: [alias, `${alias}-000001`], privileges: ['manage'] }],
  };
}

export type RightsState =
  | { readonly kind: 'all' }
  | { readonly kind: 'missing'; readonly rights: readonly string[] }
  /** Security is off, or is not Elasticsearch's own. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'fault'; readonly text: string };

/** Of the credentials in use. */
export async function checkRights(
  connection: Connection,
  { cluster, indices }: Rights,
): Promise<RightsState> {
  const answer = await asked(connection, { cluster, index: indices });
  if (answer.kind === 'response' && answer.status === 200) {
    const rights = missing(answer.body);
    return rights.length === 0 ? { kind: 'all' } : { kind: 'missing', rights };
  }
  // Without its security feature a server knows no such path, or says that the feature is off.
  if (answer.kind === 'response' && [400, 404, 405, 500].includes(answer.status)) return { kind: 'unknown' };
  return { kind: 'fault', text: explain(answer) };
}

/** A server that has just started can't say it for some seconds. */
const TRIES = 5;
const PAUSE = 1000;

async function asked(connection: Connection, rights: object): Promise<Answer> {
  for (let left = TRIES; ; left--) {
    const answer = await connection.request('POST', '/_security/user/_has_privileges', rights);
    if (answer.kind === 'fault' || answer.status !== 503 || left === 1) return answer;
    await delay(PAUSE);
  }
}

type Held = Readonly<Record<string, boolean>>;

/** `index on whynotready-incidents`. */
function missing(body: unknown): string[] {
  const { cluster = {}, index = {} } = body as { cluster?: Held; index?: Readonly<Record<string, Held>> };
  const lacking = (held: Held): string[] => Object.keys(held).filter((right) => held[right] !== true);
  return [
    ...lacking(cluster).map((right) => `${right} on the cluster`),
    ...Object.entries(index).flatMap(([name, held]) => lacking(held).map((right) => `${right} on ${name}`)),
  ];
}
