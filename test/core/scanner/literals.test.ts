import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseLiteral, safeParts, sampleWindow } from '../../../src/core/scanner/literals.ts';
import { MIN_LITERAL } from '../../../src/core/scanner/scanner.ts';

test('parts avoid all that packaging may escape', () => {
  expect(safeParts('Failed to list "nodes" in /run/x: a<b>c & more text')).toEqual([
    'Failed to list ',
    ' more text',
  ]);
  expect(safeParts("Node password validation failed for 'n1'")).toEqual([
    "Node password validation failed for 'n1'",
  ]);
  expect(safeParts('节点 not ready 七')).toEqual([' not ready ']);
});

test('parts stand unchanged in the text written as JSON, quoted or with HTML characters escaped', () => {
  const text = fc.string({ unit: fc.constantFrom(...'abc" \\</>&\'\n\té\u2028'.split('')), maxLength: 60 });
  fc.assert(
    fc.property(text, (text) => {
      const json = JSON.stringify(JSON.stringify(text));
      const html = json.replace(/[<>&\u2028]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
      for (const part of safeParts(text)) {
        expect(part.length).toBeGreaterThanOrEqual(MIN_LITERAL);
        for (const written of [text, json, html, html.replaceAll('/', '\\/')])
          expect(written).toContain(part);
      }
    }),
  );
});

test('the rarest candidate is chosen, a longer one before its own part', () => {
  expect(chooseLiteral([])).toBeUndefined();
  expect(chooseLiteral(['error: failed', 'quorum lost by vote'])).toBe('quorum lost by vote');
  expect(chooseLiteral([' kubernetes.io', 'martian source'])).toBe('martian source');
  expect(chooseLiteral(['Node password', 'Node password rejected'])).toBe('Node password rejected');
});

test('the sampled part lies in the literal and avoids what every line holds', () => {
  expect(sampleWindow('level=info xyzzyquux', 8)).toBeGreaterThanOrEqual(8);
  expect(sampleWindow('operationExecutor.UnmountVolume: bad magic', 10)).toBeGreaterThan(28);
  fc.assert(
    fc.property(fc.string({ minLength: 8, maxLength: 30 }), fc.nat(), (literal, pick) => {
      const m = 8 + (pick % (literal.length - 7));
      const start = sampleWindow(literal, m);
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start + m).toBeLessThanOrEqual(literal.length);
    }),
  );
});
