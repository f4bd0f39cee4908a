/** `elastic setup`: makes what the Elasticsearch sink needs. */
import { visible } from '../../core/text/visible.ts';
import { jsonText } from '../../sinks/json-text.ts';
import { connect } from '../../sinks/elasticsearch/client.ts';
import type { Flavor } from '../../sinks/elasticsearch/mappings.ts';
import { serverInfo, setupRequests, setUp } from '../../sinks/elasticsearch/setup.ts';
import type { Outcome } from '../../sinks/elasticsearch/setup.ts';
import { ProblemError } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { elasticConfig } from '../elastic-options.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';

/** 0: all in place; 3: not. Throws ProblemError for wrong usage. */
export async function elasticSetupCommand(flags: FlagValues, context: Context): Promise<number> {
  const config = elasticConfig(flags, context.env, !flags.dryRun);
  const connection = connect(config);
  try {
    if (!flags.dryRun) return reportOutcomes(await setUp(connection, config), context);
    const flavor = config.urls.length === 0 ? 'elasticsearch' : await flavorOf(serverInfo(connection));
    const requests = setupRequests(config, flavor).map(({ method, path, body }) => ({ method, path, body }));
    context.stdout.write(`${jsonText(requests, 2)}\n`);
    return EXIT.ok;
  } finally {
    await connection.close();
  }
}

async function flavorOf(info: ReturnType<typeof serverInfo>): Promise<Flavor> {
  const found = await info;
  if ('flavor' in found) return found.flavor;
  throw new ProblemError([
    {
      code: 'ELASTIC_FAILED',
      message: found.text,
      fix: 'without an address it prints what Elasticsearch needs',
    },
  ]);
}

/** A line each, those that went well on standard output. */
export function reportOutcomes(outcomes: readonly Outcome[], { stdout, stderr }: Context): number {
  for (const { ok, text } of outcomes)
    if (ok) stdout.write(`${visible(text)}\n`);
    else stderr.write(`ELASTIC_FAILED ${visible(text)}\n`);
  return outcomes.every(({ ok }) => ok) ? EXIT.ok : EXIT.unread;
}
