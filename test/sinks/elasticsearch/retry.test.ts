import { describe, expect, test } from 'vitest';
import { backOff, judge, retryAfter } from '../../../src/sinks/elasticsearch/retry.ts';
import type { Answer } from '../../../src/elastic/answer.ts';

/** One item as Elasticsearch 9.5.3 wrote it, cut down by filter_path. */
const items = (...all: readonly object[]): Answer => ({
  kind: 'response',
  status: 200,
  body: { errors: true, items: all },
});
const response = (status: number, body: unknown, retryAfter?: number): Answer => ({
  kind: 'response',
  status,
  body,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
const error = (type: string, reason: string, more: object = {}): object => ({ type, reason, ...more });

describe('items', () => {
  test.each([
    ['created', { index: { status: 201 } }, { kind: 'accepted', changed: true, failureStore: false }],
    ['updated', { index: { status: 200 } }, { kind: 'accepted', changed: true, failureStore: false }],
    ['deleted', { delete: { status: 200 } }, { kind: 'accepted', changed: true, failureStore: false }],
    [
      'nothing to delete',
      { delete: { status: 404 } },
      { kind: 'accepted', changed: false, failureStore: false },
    ],
    [
      'failure store',
      { create: { status: 201, failure_store: 'used' } },
      { kind: 'accepted', changed: true, failureStore: true },
    ],
    [
      'a data stream without a failure store',
      { create: { status: 201, failure_store: 'not_applicable_or_unknown' } },
      { kind: 'accepted', changed: true, failureStore: false },
    ],
    [
      'the same or a newer one is there',
      {
        index: {
          status: 409,
          error: error(
            'version_conflict_engine_exception',
            '[1]: version conflict, current version [5] is higher or equal to the one provided [4]',
          ),
        },
      },
      { kind: 'already' },
    ],
    [
      'wrong mapping',
      {
        index: {
          status: 400,
          error: error(
            'document_parsing_exception',
            "[1:16] failed to parse field [whynotready.count] of type [date] in document with id 'a'",
            { caused_by: error('illegal_argument_exception', 'failed to parse date field [x]') },
          ),
        },
      },
      {
        kind: 'dead',
        status: 400,
        reason:
          "document_parsing_exception: [1:16] failed to parse field [whynotready.count] of type [date] in document with id 'a': failed to parse date field [x]",
      },
    ],
    [
      'closed index',
      { index: { status: 400, error: error('index_closed_exception', 'closed') } },
      { kind: 'retry', slow: true, status: 400, reason: 'index_closed_exception: closed' },
    ],
    [
      'queue full',
      { index: { status: 429, error: error('es_rejected_execution_exception', 'rejected execution') } },
      {
        kind: 'retry',
        slow: false,
        status: 429,
        reason: 'es_rejected_execution_exception: rejected execution',
      },
    ],
    [
      'disk full',
      {
        index: {
          status: 429,
          error: error(
            'cluster_block_exception',
            'index [i] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];',
          ),
        },
      },
      {
        kind: 'retry',
        slow: true,
        status: 429,
        reason:
          'cluster_block_exception: index [i] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];',
      },
    ],
    [
      'read-only index',
      { index: { status: 403, error: error('cluster_block_exception', 'blocked') } },
      { kind: 'retry', slow: true, status: 403, reason: 'cluster_block_exception: blocked' },
    ],
    [
      'no right to this index',
      { index: { status: 403, error: error('security_exception', 'action is unauthorized') } },
      { kind: 'retry', slow: true, status: 403, reason: 'security_exception: action is unauthorized' },
    ],
    [
      'asked for, and not there',
      { update: { status: 404, error: error('document_missing_exception', '[d]: document missing') } },
      { kind: 'accepted', changed: false, failureStore: false },
    ],
    [
      'no such index',
      { index: { status: 404, error: error('index_not_found_exception', 'no such index [i]') } },
      { kind: 'retry', slow: true, status: 404, reason: 'index_not_found_exception: no such index [i]' },
    ],
    [
      'shard not there yet',
      { index: { status: 503, error: error('unavailable_shards_exception', 'primary shard is not active') } },
      {
        kind: 'retry',
        slow: false,
        status: 503,
        reason: 'unavailable_shards_exception: primary shard is not active',
      },
    ],
    [
      'an error as text, as proxies and old versions write it',
      { index: { status: 400, error: 'MapperParsingException[x]' } },
      { kind: 'dead', status: 400, reason: 'MapperParsingException[x]' },
    ],
  ])('%s', (_, item, verdict) => {
    expect(judge(items(item), 1)).toEqual({ kind: 'items', items: [verdict] });
  });

  test('each gets its own verdict', () => {
    const verdict = judge(items({ index: { status: 201 } }, { index: { status: 409 } }), 2);
    expect(verdict).toMatchObject({ items: [{ kind: 'accepted' }, { kind: 'already' }] });
  });

  test.each([
    ['too few', { items: [{ index: { status: 201 } }] }],
    ['none', { items: [] }],
    ['no items', { took: 3 }],
    ['text', '<html>hello</html>'],
    ['nothing', undefined],
    ['null', null],
    ['items that are none', { items: [null, 1] }],
    ['items without a status', { items: [{ index: {} }, { index: null }] }],
  ])('%s: not known what was taken, so all again', (_, body) => {
    expect(judge(response(200, body), 2)).toMatchObject({ kind: 'retry', slow: false, smaller: false });
  });
});

describe('whole requests', () => {
  test.each([
    [
      'indexing pressure',
      response(429, { error: error('es_rejected_execution_exception', 'rejected') }),
      'retry',
      { smaller: true },
    ],
    ['429 with Retry-After', response(429, '', 7000), 'retry', { smaller: true, wait: 7000 }],
    [
      'not known who',
      response(401, { error: error('security_exception', 'missing credentials') }),
      'retry',
      { slow: true, reason: '401 security_exception: missing credentials' },
    ],
    ['not allowed', response(403, ''), 'retry', { slow: true }],
    ['proxy wants a password', response(407, '<h1>Proxy</h1>'), 'retry', { slow: true, reason: '407 Proxy' }],
    ['request time-out', response(408, ''), 'retry', { slow: false }],
    ['server error', response(500, ''), 'retry', { slow: false }],
    [
      'bad gateway',
      response(502, '<html><body>502 Bad Gateway</body></html>'),
      'retry',
      { reason: '502 502 Bad Gateway' },
    ],
    [
      'master not there',
      response(503, { error: error('cluster_block_exception', 'SERVICE_UNAVAILABLE') }, 3000),
      'retry',
      { wait: 3000, slow: false },
    ],
    ['gateway time-out', response(504, ''), 'retry', { slow: false }],
    ['too large, with an empty body', response(413, ''), 'split', {}],
    [
      'wrong request',
      response(400, { error: error('illegal_argument_exception', 'x') }),
      'stop',
      { reason: '400 illegal_argument_exception: x' },
    ],
    [
      'something else lives there',
      response(404, '<html>Not found</html>'),
      'stop',
      { reason: '404 Not found', fix: expect.any(String) },
    ],
    [
      'wrong method',
      response(405, { error: 'Incorrect HTTP method' }),
      'stop',
      { reason: '405 Incorrect HTTP method' },
    ],
    ['wrong media type', response(406, ''), 'stop', {}],
    ['redirect', response(301, ''), 'stop', {}],
  ])('%s', (_, answer, kind, more) => {
    expect(judge(answer, 3)).toMatchObject({ kind, ...more });
  });

  test.each([
    ['connection', 'retry', { smaller: false, slow: false }],
    ['timeout', 'retry', { smaller: true, slow: false }],
    ['cut', 'retry', { smaller: false, slow: false }],
    ['tls', 'stop', { fix: expect.stringContaining('--es-ca') }],
  ] as const)('fault: %s', (fault, kind, more) => {
    expect(judge({ kind: 'fault', fault, message: 'why' }, 3)).toMatchObject({
      kind,
      reason: 'why',
      ...more,
    });
  });

  test('a reason as long as a page is cut', () => {
    const verdict = judge(response(400, { error: error('x', 'y'.repeat(10_000)) }), 1);
    expect(verdict.kind === 'stop' && verdict.reason.length).toBeLessThan(600);
  });
});

describe('waiting', () => {
  test('doubles from 1 s to 60 s, and up to half of it is taken off', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 1000].map((attempt) => backOff(attempt, () => 0));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(backOff(0, () => 0.999)).toBeGreaterThanOrEqual(500);
    expect(backOff(3, () => 0.5)).toBe(6000);
  });

  test('starts at 10 s where somebody has to mend something', () => {
    expect([0, 1, 2, 3].map((attempt) => backOff(attempt, () => 0, true))).toEqual([
      10_000, 20_000, 40_000, 60_000,
    ]);
  });

  test('keeps to what the server asks for, up to a minute', () => {
    expect(backOff(0, () => 0, false, 30_000)).toBe(30_000);
    expect(backOff(0, () => 0, false, 1e9)).toBe(60_000);
    expect(backOff(5, () => 0, false, 5)).toBe(32_000);
  });

  test.each([
    ['7', 7000],
    ['0', 0],
    ['Sat, 21 Nov 2026 10:00:05 GMT', 5000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('Retry-After: %s', (header, ms) => {
    expect(retryAfter(header, Date.UTC(2026, 10, 21, 10))).toBe(ms);
  });
});
