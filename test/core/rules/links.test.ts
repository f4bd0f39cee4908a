import { expect, test } from 'vitest';
import { causesOf, effectsOf } from '../../../src/core/rules/links.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';

const rule = (id: string, ...causes: string[]): Rule =>
  ({
    id,
    title: id.toUpperCase(),
    causedBy: causes.map((cause) => ({ rule: cause, scope: 'host', slackBefore: 0, slackAfter: 0 })),
  }) as unknown as Rule;

const [disk, etcd, lease, node] = [
  rule('disk'),
  rule('etcd', 'disk'),
  rule('lease', 'etcd', 'gone'),
  rule('node', 'lease', 'etcd'),
] as const;
const rules = [disk, etcd, lease, node];
const short = (links: ReturnType<typeof causesOf>) => links.map(({ rule: id, depth }) => `${depth} ${id}`);

test('causes, each once at its nearest place', () => {
  expect(short(causesOf(node, rules))).toEqual(['1 lease', '2 gone', '1 etcd', '2 disk']);
  expect(causesOf(lease, rules).map(({ title }) => title)).toEqual(['ETCD', 'DISK', undefined]);
});

test('effects', () => {
  expect(short(effectsOf(disk, rules))).toEqual(['1 etcd', '2 lease', '2 node']);
  expect(effectsOf(node, rules)).toEqual([]);
});

test('a circle ends', () => {
  const [a, b] = [rule('a', 'b'), rule('b', 'a')] as const;
  expect(short(causesOf(a, [a, b]))).toEqual(['1 b']);
});
