import { expect, it } from 'vitest';
import { needsOf } from '../../../src/core/pushdown/needs.ts';
import { compilePack } from '../../../src/core/rules/compile.ts';
import type { Alternative } from '../../../src/core/rules/rule.ts';
import { alternative, rule } from '../rules/entries.ts';

function needs(...match: readonly Partial<Alternative>[]) {
  return needsOf(
    compilePack([rule('a/b', { match: match.map((one) => Object.assign(alternative(), one)) })], '1'),
  );
}

it('takes all texts between holes and escapes that are long enough', () => {
  expect(
    needs({ texts: ['Failed to pull image "<image>": no such host at <address>', 'while dialing'] }),
  ).toEqual([['Failed to pull image ', ': no such host at ', 'while dialing']]);
});

it('takes what a condition asks of a field of the text, not of the envelope', () => {
  const where = [
    { field: 'reason', test: { kind: 'oneOf' as const, values: ['NodeHasDiskPressure'] } },
    { field: 'phase', test: { kind: 'oneOf' as const, values: ['Terminating', 'Succeeded'] } },
    { field: 'component', test: { kind: 'oneOf' as const, values: ['kube-apiserver'] } },
  ];
  expect(needs({ texts: ['node status changed'], where })).toEqual([
    ['node status changed', 'NodeHasDiskPressure'],
  ]);
});

it('names each need once', () => {
  const one = { texts: ['connection refused by peer'] };
  expect(needs(one, one, { texts: ['quorum was lost'] })).toEqual([
    ['connection refused by peer'],
    ['quorum was lost'],
  ]);
});

it('says when any text may match', () => {
  expect(needs({ texts: ['a<x>b'], literal: 'a' }, { texts: ['quorum was lost'] })).toBeUndefined();
});
