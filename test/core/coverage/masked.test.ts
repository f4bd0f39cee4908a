/** What of a message stays the same: real lines of the quiet fixtures, and floods that differ in names and numbers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masked } from '../../../src/core/coverage/masked.ts';

describe('masked', () => {
  test.each([
    [
      'rafthttp: failed to find member 25f4b9a5c3f0e1d2 in cluster 8e9e05c52164694d',
      'rafthttp: failed to find member <*> in cluster <*>',
    ],
    [
      'Error getting node "worker-2": node "worker-2" not found',
      'Error getting node "<*>": node "<*>" not found',
    ],
    ['dial tcp 10.43.0.1:443: connect: connection refused', 'dial tcp <*>: connect: connection refused'],
    ['dial tcp [fe80::1]:443: i/o timeout', 'dial tcp [<*>::<*>]:<*>: i/o timeout'],
    ['x509: certificate signed by unknown authority', 'x509: certificate signed by unknown authority'],
    ['Error syncing pod kube-system/coredns-5d78c9869d-abcde, skipping', 'Error syncing pod <*>, skipping'],
    [
      'took too long (1.204s) to execute took=204.5ms expected=100ms',
      'took too long (<*>) to execute took=<*> expected=<*>',
    ],
    ['OpenShift   2 spaces\tand a tab', 'OpenShift <*> spaces and a tab'],
    [
      'no subnet found for key: FLANNEL_SUBNET in file: /run/flannel/subnet.env',
      'no subnet found for key: FLANNEL_SUBNET in file: /run/flannel/subnet.env',
    ],
  ])('%s', (text, mask) => {
    expect(masked(text)).toBe(mask);
  });

  test('numbers say nothing', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const line = (n: number): string => `pid ${n} of pod web-${n} at 10.0.${n % 256}.1:80 took ${n}ms`;
        expect(masked(line(a))).toBe(masked(line(b)));
      }),
    );
  });

  test('any text: no longer than it may be, and masked once is masked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
        const mask = masked(text);
        expect(mask.length).toBeLessThanOrEqual(3 * 512);
        expect(mask).toBe(masked(text));
        expect(mask).not.toMatch(/[\n\t]/);
      }),
    );
  });
});
