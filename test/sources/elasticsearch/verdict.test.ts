import { describe, expect, it } from 'vitest';
import { judgeSearch } from '../../../src/sources/elasticsearch/verdict.ts';

const response = (status: number, body: unknown) => ({ kind: 'response', status, body }) as const;
const error = (type: string) => ({ error: { type, reason: 'x' } });

describe('what is done about the answer to a search', () => {
  it.each([
    ['a page', response(200, { hits: { hits: [] } }), { kind: 'ok' }],
    ['a page of a proxy', response(200, '<html>'), { kind: 'retry', smaller: true }],
    ['a lost point in time', response(404, error('search_context_missing_exception')), { kind: 'lost' }],
    ['too many clauses', response(400, error('too_many_nested_clauses')), { kind: 'clauses' }],
    [
      'too many words',
      response(400, { error: { reason: 'Query rewrite failed: too many clauses' } }),
      { kind: 'clauses' },
    ],
    [
      'a full server',
      response(429, error('es_rejected_execution_exception')),
      { kind: 'retry', smaller: false },
    ],
    ['a full heap', response(429, error('circuit_breaking_exception')), { kind: 'retry', smaller: true }],
    ['a server that starts', response(503, error('no_shard_available_action_exception')), { kind: 'retry' }],
    ['no right', response(403, error('security_exception')), { kind: 'refused', status: 403 }],
    ['no index', response(404, error('index_not_found_exception')), { kind: 'refused', status: 404 }],
    ['a wrong query', response(500, error('query_shard_exception')), { kind: 'refused' }],
    [
      'no connection',
      { kind: 'fault', fault: 'connection', message: 'x' } as const,
      { kind: 'retry', smaller: false },
    ],
    [
      'no answer in time',
      { kind: 'fault', fault: 'timeout', message: 'x' } as const,
      { kind: 'retry', smaller: true },
    ],
    ['a wrong certificate', { kind: 'fault', fault: 'tls', message: 'x' } as const, { kind: 'refused' }],
  ])('%s', (_, answer, verdict) => {
    expect(judgeSearch(answer, 'why')).toMatchObject(verdict);
  });
});
