import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../src/sinks/elasticsearch/dead-letters.ts';
import type { Operation } from '../../../src/sinks/elasticsearch/request.ts';
import type { Answer } from '../../../src/elastic/answer.ts';
import { Sender } from '../../../src/sinks/elasticsearch/sender.ts';
import type { SenderOptions } from '../../../src/sinks/elasticsearch/sender.ts';

const OK: Answer = { kind: 'fault', fault: 'cut', message: 'answered by the script' };
const REFUSED: Answer = { kind: 'fault', fault: 'connection', message: 'connect ECONNREFUSED' };
const status = (code: number, body: unknown = ''): Answer => ({ kind: 'response', status: code, body });

function operations(count: number, size = 10): Operation[] {
  return Array.from({ length: count }, (_, i) => ({
    action: 'index',
    index: 'i',
    id: String(i),
    version: 1,
    document: JSON.stringify({ text: 'x'.repeat(size) }),
  }));
}

/** More often than any test asks. */
function always(step: Step): Step[] {
  return Array.from({ length: 500 }, () => step);
}

type Step = Answer | ((ids: string[]) => Answer);

/** Runs against a script of answers; `OK` and what comes after the script: all items are taken. */
async function play(script: readonly Step[], ops: Iterable<Operation>, more: Partial<SenderOptions> = {}) {
  const answers = [...script];
  const requests: string[][] = [];
  const waits: number[] = [];
  const dead: [string, Refusal][] = [];
  const notices: string[] = [];
  let now = 0;
  const sender = new Sender({
    bulk: async (lines) => {
      const ids = lines
        .filter((_, i) => i % 2 === 0)
        .map((line) => (JSON.parse(line) as { index: { _id: string } }).index._id);
      requests.push(ids);
      const next = answers.shift() ?? OK;
      const answer = typeof next === 'function' ? next(ids) : next;
      return answer === OK ? taken(ids) : answer;
    },
    clock: {
      now: () => now,
      sleep: async (ms) => {
        waits.push(ms);
        now += ms;
      },
      random: () => 0,
    },
    maxOperations: 8,
    maxBytes: 1 << 20,
    retryFor: 300_000,
    onDead: ({ id }, refusal) => dead.push([id, refusal]),
    onNotice: (text) => notices.push(text),
    ...more,
  });
  await sender.send(ops);
  return { sender, requests, waits, dead, notices };
}

function taken(ids: readonly string[]): Answer {
  return status(200, { items: ids.map(() => ({ index: { status: 201 } })) });
}

function itemError(code: number, type: string): object {
  return { index: { status: code, error: { type, reason: 'why' } } };
}

describe('what is sent', () => {
  test('in batches by count and by bytes, in order', async () => {
    const { requests, sender } = await play([], operations(20));
    expect(requests.map((ids) => ids.length)).toEqual([8, 8, 4]);
    expect(requests.flat()).toEqual(operations(20).map(({ id }) => id));
    expect(sender.counts).toMatchObject({ sent: 20, retried: 0, dead: 0 });
    const bySize = await play([], operations(4, 1000), { maxBytes: 2500 });
    expect(bySize.requests.map((ids) => ids.length)).toEqual([2, 2]);
  });

  test('one that is larger than a batch goes alone', async () => {
    const { requests } = await play([], operations(2, 5000), { maxBytes: 100 });
    expect(requests.map((ids) => ids.length)).toEqual([1, 1]);
  });

  test('the first one alone, until it is settled', async () => {
    const { requests } = await play([REFUSED, status(503)], operations(20), { firstAlone: true });
    expect(requests.map((ids) => ids.length)).toEqual([1, 1, 1, 7, 8, 4]);
    expect(requests.slice(2).flat()).toEqual(operations(20).map(({ id }) => id));
  });

  test('where nothing is set up, nothing but the first one is ever sent', async () => {
    const missing = (ids: string[]): Answer =>
      status(200, { errors: true, items: ids.map(() => itemError(404, 'index_not_found_exception')) });
    const { requests, dead, sender } = await play(always(missing), operations(20), { firstAlone: true });
    expect(requests).toEqual([['0'], ['0'], ['0'], ['0']]);
    expect(dead.map(([id, { status: code }]) => [id, code])).toEqual(
      operations(20).map(({ id }) => [id, 404]),
    );
    expect(sender.counts).toMatchObject({ sent: 0, dead: 20 });
  });

  test('the next batch is made when this one is settled', async () => {
    let made = 0;
    let most = 0;
    function* slowly(): Generator<Operation> {
      for (const operation of operations(100)) {
        made++;
        yield operation;
      }
    }
    let settled = 0;
    const count = (ids: string[]): Answer => {
      most = Math.max(most, made - settled);
      settled += ids.length;
      return taken(ids);
    };
    await play(always(count), slowly());
    expect(made).toBe(100);
    // A batch, and the one operation that no longer fitted.
    expect(most).toBeLessThanOrEqual(9);
  });
});

describe('faults', () => {
  test('a server that comes back: waits double, all is sent, nothing is dead', async () => {
    const { waits, sender, notices } = await play([REFUSED, REFUSED, REFUSED], operations(3));
    expect(waits).toEqual([1000, 2000, 4000]);
    expect(sender.counts).toMatchObject({ sent: 3, retried: 9, dead: 0 });
    expect(notices).toEqual(['connect ECONNREFUSED; trying again']);
  });

  test('a server that stays away: after --es-retry-for all that is left is dead, and not tried again', async () => {
    const { sender, waits, dead, requests } = await play(always(REFUSED), operations(20), {
      retryFor: 10_000,
    });
    expect(waits.reduce((a, b) => a + b)).toBe(10_000);
    expect(dead.length).toBe(20);
    expect(requests.length).toBe(5);
    expect(sender.stopped?.reason).toBe('connect ECONNREFUSED');
  });

  test('429 halves the batch after a short pause; it grows slowly', async () => {
    const { requests, waits } = await play([status(429), status(429)], operations(24));
    expect(requests.map((ids) => ids.length)).toEqual([8, 4, 2, 3, 3, 5, 6, 5]);
    expect(waits).toEqual([1000, 1000]);
    const one = await play([status(429), status(429), status(429)], operations(1));
    expect(one.waits).toEqual([1000, 2000, 4000]);
  });

  test('429 of the documents halves the batch, too', async () => {
    const full = (ids: string[]): Answer =>
      ids.length < 3
        ? taken(ids)
        : status(200, { items: ids.map(() => itemError(429, 'es_rejected_execution_exception')) });
    const { requests, sender } = await play(always(full), operations(8));
    expect(requests.slice(0, 4).map((ids) => ids.length)).toEqual([8, 4, 2, 3]);
    expect(sender.counts).toMatchObject({ sent: 8, dead: 0 });
  });

  test('413 splits for good; what is too large alone is dead', async () => {
    const limit = (ids: string[]): Answer => (ids.includes('2') || ids.length > 4 ? status(413) : taken(ids));
    const { sender, dead } = await play(always(limit), operations(8));
    expect(dead.map(([id]) => id)).toEqual(['2']);
    expect(sender.counts).toMatchObject({ sent: 7, dead: 1 });
  });

  test('only the items that failed go again', async () => {
    const first = status(200, {
      items: [
        { index: { status: 201 } },
        itemError(429, 'es_rejected_execution_exception'),
        itemError(400, 'document_parsing_exception'),
        { index: { status: 409 } },
      ],
    });
    const { requests, sender, dead } = await play([first], operations(4));
    expect(requests).toEqual([['0', '1', '2', '3'], ['1']]);
    expect(sender.counts).toMatchObject({ sent: 2, already: 1, retried: 1, dead: 1 });
    expect(dead).toMatchObject([['2', { status: 400, reason: 'document_parsing_exception: why' }]]);
  });

  test('an index that stays missing: three slow tries, and none for what comes after', async () => {
    const missing = (ids: string[]): Answer =>
      status(200, { items: ids.map(() => itemError(404, 'index_not_found_exception')) });
    const { waits, dead, requests, notices } = await play(always(missing), operations(24));
    expect(waits).toEqual([10_000, 20_000, 40_000]);
    expect(requests.length).toBe(4 + 2);
    expect(dead.length).toBe(24);
    expect(notices.length).toBe(1);
  });

  test('credentials that are refused: said at once, three slow tries, then all is kept', async () => {
    const { waits, dead, notices } = await play(always(status(401)), operations(20));
    expect(waits).toEqual([10_000, 20_000, 40_000]);
    expect(notices.length).toBe(1);
    expect(dead.length).toBe(20);
  });

  test('a wrong request stops at once', async () => {
    const { requests, dead, waits } = await play(
      [status(400, { error: { type: 'x', reason: 'y' } })],
      operations(20),
    );
    expect([requests.length, dead.length, waits.length]).toEqual([1, 20, 0]);
    expect(dead[0]![1]).toMatchObject({ status: 400, reason: '400 x: y' });
  });

  test('a signal: what is left is kept', async () => {
    const controller = new AbortController();
    const stop = (): Answer => {
      controller.abort();
      return REFUSED;
    };
    const { dead, sender } = await play([OK, stop], operations(20), { signal: controller.signal });
    expect(sender.counts).toMatchObject({ sent: 8, dead: 12 });
    expect(dead.length).toBe(12);
  });
});

test('whatever the server answers, each operation ends once: sent, there already, or dead', async () => {
  const item = fc.constantFrom<object>(
    { index: { status: 201 } },
    { index: { status: 409 } },
    itemError(400, 'document_parsing_exception'),
    itemError(403, 'security_exception'),
    itemError(404, 'index_not_found_exception'),
    itemError(429, 'es_rejected_execution_exception'),
    itemError(503, 'unavailable_shards_exception'),
  );
  const whole = fc.constantFrom<Answer>(
    REFUSED,
    status(200, '<html>'),
    status(401),
    status(413),
    status(429),
    status(500),
  );
  const step = fc.oneof(
    whole,
    fc
      .array(item, { minLength: 8, maxLength: 8 })
      .map((all) => (ids: string[]) => status(200, { items: all.slice(0, ids.length) })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.integer({ min: 0, max: 40 }),
      async (script, count) => {
        const { sender, dead } = await play(script, operations(count));
        const { counts } = sender;
        expect(counts.sent + counts.already + counts.dead).toBe(count);
        expect(new Set(dead.map(([id]) => id)).size).toBe(counts.dead);
        expect(dead.length).toBe(counts.dead);
      },
    ),
    { numRuns: 300 },
  );
});
