import { expect, it } from 'vitest';
import { pieceOf, strengthOf } from '../../../src/core/pushdown/piece.ts';

const HARD = new Set(' ,;()[]=-');

it('knows head, sure words and tail by the first and the last sure cut', () => {
  expect(pieceOf('Failed to list *v1.Node: x509', HARD)).toEqual({
    text: 'Failed to list *v1.Node: x509',
    from: 6,
    to: 25,
    head: 'Failed',
    inner: 'to list *v1.Node:',
    tail: 'x509',
  });
});

it('has no head where it begins with a cut, and no sure words between two cuts without any', () => {
  expect(pieceOf(' not found', HARD)).toMatchObject({ head: '', inner: 'not', tail: 'found' });
  expect(pieceOf('Docker daemon', HARD)).toMatchObject({ head: 'Docker', inner: '', tail: 'daemon' });
  expect(pieceOf('CoreDNS-', HARD)).toMatchObject({ head: 'CoreDNS', inner: '', tail: '' });
  expect(pieceOf(': - kubelet', HARD)).toMatchObject({ head: '', inner: '', tail: 'kubelet' });
});

it('is none without a sure cut', () => {
  expect(pieceOf('alarm:NOSPACE', HARD)).toBeUndefined();
  expect(pieceOf('', HARD)).toBeUndefined();
});

it('is the stronger the rarer its sure words are', () => {
  const [none, few, many] = [
    'Docker daemon',
    'took too long',
    'x509: certificate has expired or is not yet valid',
  ].map((text) => strengthOf(pieceOf(text, HARD)!));
  expect(none).toBe(0);
  expect(few).toBeGreaterThan(0);
  expect(many).toBeGreaterThan(10 * few!);
});
