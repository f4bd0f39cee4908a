import { setImmediate as breathe } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/core/errors.ts';
import { contentInput } from '../../../src/sources/archive/input.ts';
import type { Input } from '../../../src/sources/input.ts';
import { leavesOf } from '../../../src/sources/leaves.ts';
import { tarEntry } from './made.ts';

const GIB = 2 ** 30;

/** A log, then an image of 7 GiB; `count` tells how much was read. */
function large(): { input: Input; count: () => number } {
  const start = Buffer.concat([
    tarEntry({ path: 'a.log', data: 'a line' }),
    tarEntry({ path: 'disk.img', size: 7 * GIB }),
  ]);
  let at = 0;
  const read = (target: Uint8Array): number => {
    const some = start.subarray(at, at + target.length);
    target.set(some);
    const count = at < start.length ? some.length : target.length;
    at += count;
    return at > 8 * GIB ? 0 : count;
  };
  return { input: contentInput({ name: 'a.tar', size: 7 * GIB, modified: 0, read }), count: () => at };
}

describe('a stop while a member is passed over', () => {
  it('ends the reading there, without a word', async () => {
    const { input, count } = large();
    const problems: Problem[] = [];
    const stop = { stopped: false, breathe: () => breathe() };
    const names: string[] = [];
    const onProblem = (problem: Problem): void => void problems.push(problem);
    for await (const leaf of leavesOf(input, { named: true, onProblem, stop })) {
      names.push(leaf.input.name);
      setTimeout(() => (stop.stopped = true), 20);
    }
    expect([names, problems]).toEqual([['a.tar!a.log'], []]);
    expect(count()).toBeLessThan(6 * GIB);
  });
});
