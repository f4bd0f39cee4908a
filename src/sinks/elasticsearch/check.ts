/** Says in words what of Elasticsearch is there: reached or not, set up or not, which rights. */
import type { Connection } from './client.ts';
import type { ElasticsearchConfig } from './config.ts';
import { checkRights, sendingRights, setupRights } from './rights.ts';
import type { RightsState } from './rights.ts';
import { aliasState, serverInfo } from './setup.ts';
import type { AliasState, Outcome } from './setup.ts';

const NAMES = { elasticsearch: 'Elasticsearch', opensearch: 'OpenSearch' } as const;

/** A line each; `ok` false: sending will not work. */
export async function check(
  connection: Connection,
  config: ElasticsearchConfig,
): Promise<readonly Outcome[]> {
  const found = await serverInfo(connection);
  // Credentials that may only write are told no here, and may send all the same.
  if (!('flavor' in found) && !found.text.startsWith('403 '))
    return [{ ok: false, text: `${config.urls.join(', ')}: not reached: ${found.text}` }];
  const who =
    'flavor' in found ? `${NAMES[found.flavor]} ${found.version}` : 'Elasticsearch (version not told)';
  return [
    { ok: true, text: `${config.urls.join(', ')}: reached, ${who}` },
    aliasOutcome(config.alias, await aliasState(connection, config.alias)),
    sendingOutcome(await checkRights(connection, sendingRights(config))),
    setupOutcome(await checkRights(connection, setupRights(config))),
  ];
}

function aliasOutcome(alias: string, state: AliasState): Outcome {
  if (state.kind === 'alias')
    return { ok: true, text: `set up: yes, alias ${alias} on ${state.indices.join(', ')}` };
  if (state.kind === 'index')
    return {
      ok: false,
      text: `set up: no, ${alias} is an index and not an alias; choose another --es-alias`,
    };
  if (state.kind === 'missing')
    return { ok: false, text: `set up: no, there is no alias ${alias}; run: whynotready elastic setup` };
  // Sending does not need this right.
  return { ok: true, text: `set up: not known, ${state.text}` };
}

function sendingOutcome(state: RightsState): Outcome {
  const ok = state.kind === 'all' || state.kind === 'unknown';
  return { ok, text: `rights to send: ${rightsText(state)}` };
}

/** Whoever sends need not be allowed to set up. */
function setupOutcome(state: RightsState): Outcome {
  const text = `rights to set up: ${rightsText(state)}`;
  return { ok: true, text: state.kind === 'missing' ? `${text} (only needed for elastic setup)` : text };
}

function rightsText(state: RightsState): string {
  if (state.kind === 'all') return 'all there';
  if (state.kind === 'missing') return `missing: ${state.rights.join(', ')}`;
  if (state.kind === 'fault') return `not known, ${state.text}`;
  return 'not checked, the server has no security of its own switched on';
}
