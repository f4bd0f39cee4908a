import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FoundMatch } from '../../../src/core/found-match.ts';
import type { Evidence } from '../../../src/core/incidents/incident.ts';
import { keyOf, LineIds } from '../../../src/sinks/elasticsearch/identities.ts';
import { MatchQueue } from '../../../src/sinks/elasticsearch/matches.ts';
import { evidence, incident } from '../report.ts';

/** Only the queue's own business: what is in it does not matter. */
const match = (line: number): FoundMatch => ({ evidence: evidence({ line }) }) as FoundMatch;

test('what is taken is given, in order, to its end', async () => {
  const queue = new MatchQueue();
  const given: number[] = [];
  const giving = (async () => {
    for await (const { evidence: proof } of queue) given.push(proof.line);
  })();
  for (let line = 0; line < 10; line++) {
    queue.take(match(line));
    if (line % 3 === 0) await Promise.resolve();
  }
  queue.end();
  await giving;
  expect(given).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('there is no room while a thousand wait, and again when they are fewer', async () => {
  const queue = new MatchQueue();
  for (let line = 0; line < 2000; line++) {
    expect(queue.room() === undefined).toBe(line < 1000);
    queue.take(match(line));
  }
  let isRoom = false;
  const waits = async (): Promise<void> => {
    await queue.room();
    isRoom = true;
  };
  const room = waits();
  const taker = queue[Symbol.asyncIterator]();
  for (let line = 0; line < 1000; line++) await taker.next();
  expect(isRoom).toBe(false);
  await taker.next();
  await room;
  expect(queue.room()).toBeUndefined();
});

test('what was given is let go, also when the queue is never empty', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const queue = new MatchQueue();
  const taker = queue[Symbol.asyncIterator]();
  const given: WeakRef<FoundMatch>[] = [];
  for (let line = 0; line < 500; line++) queue.take(match(line));
  for (let line = 0; line < 2000; line++) {
    queue.take(match(line));
    const { value } = await taker.next();
    given.push(new WeakRef(value as FoundMatch));
  }
  // A weak reference that was just made holds until the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(given.filter((each) => each.deref() !== undefined).length).toBeLessThan(1000);
  // The queue itself is still there.
  expect((await taker.next()).done).toBe(false);
});

test('nobody waits for a queue that is given up, and nothing is kept', async () => {
  const queue = new MatchQueue();
  for (let line = 0; line < 1500; line++) queue.take(match(line));
  const room = queue.room();
  queue.drop();
  await room;
  queue.take(match(1));
  expect(queue.room()).toBeUndefined();
  expect(await queue[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
});

type Line = Pick<Evidence, 'time' | 'text'>;

/** Few texts and times, so that many lines are alike. */
const log = fc
  .array(fc.record({ text: fc.constantFrom('a', 'b'), time: fc.nat({ max: 5 }) }), { maxLength: 40 })
  .map((lines) => lines.sort((a, b) => a.time - b.time));

function idsOf(lines: readonly Line[], file: Partial<Evidence> & { host?: string } = {}): string[] {
  const { host = 'node-1', ...place } = file;
  const ids = new LineIds();
  return lines.map((line, i) =>
    ids.idOf({
      key: keyOf(incident({ host })),
      host,
      evidence: evidence({ ...line, line: i + 1, offset: i * 10, ...place }),
    }),
  );
}

test('ids of lines: one each, the same under another name and in a later cut', () => {
  fc.assert(
    fc.property(log, fc.nat({ max: 5 }), (lines, since) => {
      const ids = idsOf(lines);
      expect(new Set(ids).size).toBe(lines.length);
      expect(idsOf(lines, { source: 'k3s.log.1' })).toEqual(ids);
      expect(idsOf(lines, { host: 'node-2' })).not.toEqual(lines.length === 0 ? undefined : ids);
      const later = lines.filter(({ time }) => time >= since);
      expect(idsOf(later)).toEqual(ids.slice(lines.length - later.length));
      // Without a host, only a whole copy is known again; two machines' files are not taken for one.
      const unnamed = idsOf(lines, { host: '' });
      expect(new Set(unnamed).size).toBe(lines.length);
      expect(idsOf(lines, { host: '', source: 'copy.log' })).toEqual(unnamed);
    }),
  );
});

test('ids of lines without time and of documents: by their place', () => {
  const lines = [
    { time: undefined, text: 'a' },
    { time: undefined, text: 'a' },
  ];
  expect(new Set([...idsOf(lines), ...idsOf(lines, { source: 'other.log' })]).size).toBe(4);
  const timed = [{ time: 1, text: 'a' }];
  const documents = ['es://h/i/_doc/1', 'es://h/i/_doc/2'].flatMap((source) => idsOf(timed, { source }));
  expect(new Set(documents).size).toBe(2);
});
