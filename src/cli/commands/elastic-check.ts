/** `elastic check`: says in words what is reached, set up and allowed. */
import { check } from '../../sinks/elasticsearch/check.ts';
import { connect } from '../../sinks/elasticsearch/client.ts';
import type { Context } from '../context.ts';
import { elasticConfig } from '../elastic-options.ts';
import type { FlagValues } from '../flags.ts';
import { reportOutcomes } from './elastic-setup.ts';

/** 0: sending will work; 3: it will not. Throws ProblemError for wrong usage. */
export async function elasticCheckCommand(flags: FlagValues, context: Context): Promise<number> {
  const config = elasticConfig(flags, context.env);
  const connection = connect(config);
  try {
    return reportOutcomes(await check(connection, config), context);
  } finally {
    await connection.close();
  }
}
