/** All envelopes. A new one is a file of its own, a line in `BY_FIRST`, and one in the tests. */
import type { Envelope } from '../format.ts';
import { docker } from './docker.ts';
import { cri, journalIso, kubectlTimestamps } from './iso.ts';
import { journalJson, journalJsonSeq, journalJsonSse } from './journal-json.ts';
import { journalShort } from './journal-short.ts';

const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Which first characters of a line lead to which envelopes, in order of detection; `other` is every character past ASCII. */
const BY_FIRST: readonly {
  readonly first: string;
  readonly other?: boolean;
  readonly envelopes: readonly Envelope[];
}[] = [
  { first: DIGITS, envelopes: [cri, journalIso, kubectlTimestamps, journalShort] },
  { first: LETTERS, other: true, envelopes: [journalShort] },
  { first: ' ', envelopes: [journalShort] },
  { first: '{', envelopes: [docker, journalJson] },
  { first: '\u001e', envelopes: [journalJsonSeq] },
  { first: 'd', envelopes: [journalJsonSse] },
];

export const ENVELOPES: readonly Envelope[] = [...new Set(BY_FIRST.flatMap((one) => one.envelopes))];

const NONE: readonly Envelope[] = [];
const ASCII: readonly (readonly Envelope[])[] = Array.from({ length: 128 }, (_, code) =>
  BY_FIRST.filter((one) => one.first.includes(String.fromCharCode(code))).flatMap((one) => one.envelopes),
);
const OTHERS: readonly Envelope[] = BY_FIRST.filter((one) => one.other === true).flatMap(
  (one) => one.envelopes,
);

/** The envelopes that a text can be in, by its first character: nobody else is asked. */
export function envelopesFor(text: string): readonly Envelope[] {
  if (text.length < 2) return NONE;
  return ASCII[text.charCodeAt(0)] ?? OTHERS;
}
