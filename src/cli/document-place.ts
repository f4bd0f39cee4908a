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

/** Reads it. A proof does not say https: where --es-url or the environment name this host, their address counts. */
export async function documentInput(place: string, flags: FlagValues, context: Context): Promise<Input> {
  const [, address = '', host = '', esIndex = '', id = ''] = DOCUMENT.exec(place) ?? [];
  const { elasticSource } = await import('./elastic-source.ts');
  const urls = flags.esUrl ?? [context.env.WHYNOTREADY_ES_URL ?? ''];
  const isConfigured = urls.some((url) => url.includes(host));
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
