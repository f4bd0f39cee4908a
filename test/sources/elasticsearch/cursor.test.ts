/** A cursor over a server that loses its point in time: the answers are written as a real one gives them. */
import { expect, it } from 'vitest';
import type { Answer } from '../../../src/elastic/answer.ts';
import type { Cluster } from '../../../src/sources/elasticsearch/cluster.ts';
import { Cursor } from '../../../src/sources/elasticsearch/cursor.ts';
import { merged } from '../../../src/sources/elasticsearch/merged.ts';
import { Session } from '../../../src/sources/elasticsearch/session.ts';

/** Ten documents a millisecond; every third search finds the point in time gone, every fifth no connection. */
function forgetful(count: number): Cluster {
  const hits = Array.from({ length: count }, (_, i) => ({
    _index: 'logs',
    _id: `d${i}`,
    _source: {},
    sort: [1 + Math.floor(i / 10), i],
  }));
  let points = 0;
  let searches = 0;
  const ok = (body: unknown): Answer => ({ kind: 'response', status: 200, body });
  return {
    request: async (_method, path, body): Promise<Answer> => {
      if (path.includes('_field_caps')) return ok({});
      if (path.includes('_pit')) return ok({ id: `p${++points}` });
      searches++;
      if (searches % 5 === 0) return { kind: 'fault', fault: 'connection', message: 'refused' };
      if (searches % 3 === 0)
        return {
          kind: 'response',
          status: 404,
          body: { error: { type: 'search_context_missing_exception' } },
        };
      const { size, search_after: after } = body as { size: number; search_after?: [number, number] };
      const rest = hits.filter(({ sort: [time, tie] }) => {
        if (after === undefined) return true;
        return time! > after[0] || (time === after[0] && tie! > after[1]);
      });
      return ok({ hits: { hits: rest.slice(0, size) } });
    },
    close: async () => {},
    explain: () => 'why',
    backOff: () => 1,
  };
}

it('gives each document once, in order, though points in time are lost', async () => {
  const cluster = forgetful(5000);
  const session = await Session.open({ cluster, index: 'logs', name: 'es://x/logs', retryFor: 1000 });
  const ids: string[] = [];
  const cursor = new Cursor(session, {}, 17);
  for await (const hits of merged([cursor])) ids.push(...hits.map(({ _id }) => _id));
  expect(session.generation).toBeGreaterThan(1);
  expect(ids).toEqual(Array.from({ length: 5000 }, (_, i) => `d${i}`));
});

it('says so when there is no answer any more', async () => {
  const cluster: Cluster = {
    ...forgetful(1),
    request: async () => ({ kind: 'fault', fault: 'connection', message: 'refused' }),
  };
  const options = { cluster, index: 'logs', name: 'es://x/logs', retryFor: 5 };
  await expect(Session.open(options)).rejects.toThrow('given up after 0 s: why');
});
