/** A document of a search service as proofs name it: `es://HOST:9200/INDEX/_doc/ID`. */
import { ProblemError } from '../core/errors.ts';
import { streamInput } from '../sources/input.ts';
import type { Input } from '../sources/input.ts';
import type { Context } from './context.ts';
import type { FlagValues } from './flags.ts';

const DOCUMENT = /^(es(?:\+https)?:\/\/([^/]+).*?)\/([^/]+)\/_doc\/(.+)$/;

export function isDocument(place: string): boolean {
  return DOCUMENT.test(place);
}

/** Reads it. The cluster's address and its secrets come from the environment where that names this host (a proof does not say https). */
export async function documentInput(place: string, flags: FlagValues, context: Context): Promise<Input> {
  const [, address = '', host = '', esIndex = '', id = ''] = DOCUMENT.exec(place) ?? [];
  const { elasticSource } = await import('./elastic-source.ts');
  const isConfigured = context.env.WHYNOTREADY_ES_URL?.includes(host) === true;
  const wanted = { ...flags, esIndex, esQuery: JSON.stringify({ ids: { values: [id] } }), pushDown: false };
  const source = elasticSource([isConfigured ? 'es:' : address], wanted, context, { jobs: 1 });
  const lines: string[] = [];
  for await (const page of source.pages({ pack: undefined, signal: undefined })) lines.push(...page);
  if (lines.length === 0) {
    const message = 'the cluster has no such document';
    throw new ProblemError([{ code: 'INPUT_NOT_FOUND', message, place: { file: place } }]);
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(`${lines.join('\n')}\n`);
  }
  const now = context.now();
  return streamInput({ name: place, chunks: chunks(), close: () => undefined, now, pause: undefined });
}
