/** All envelopes. A new one is a file of its own, a line in `BY_FIRST`, and one in the tests. */
import type { Envelope } from '../format.ts';
import { dmesg, dmesgDecoded } from './dmesg.ts';
import { isDigit } from '../payloads/stamps.ts';
import { docker } from './docker.ts';
import { esDocument } from './es-document.ts';
import { cri, journalIso, kubectlTimestamps } from './iso.ts';
import { journalFull } from './journal-full.ts';
import { journalHeader } from './journal-header.ts';
import { journalJson, journalJsonSeq, journalJsonSse } from './journal-json.ts';
import { journalJsonPretty } from './journal-json-pretty.ts';
import { journalMonotonic, journalUnix } from './journal-seconds.ts';
import { journalShort } from './journal-short.ts';
import { journalVerbose } from './journal-verbose.ts';
import { compose, kubectlPrefix } from './prefixed.ts';
import { syslog, syslog5424, syslogPriority } from './syslog.ts';

const SPACE = 32;
const COLON = 58;
const LETTER_T = 116;
const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Which first characters of a line lead to which envelopes, in order of detection; `other` is every character past ASCII. */
const BY_FIRST: readonly {
  readonly first: string;
  readonly other?: boolean;
  readonly envelopes: readonly Envelope[];
}[] = [
  { first: DIGITS, envelopes: [cri, journalIso, kubectlTimestamps, journalUnix] },
  { first: 'kudaslmncf', envelopes: [dmesgDecoded] },
  { first: DIGITS + LETTERS, other: true, envelopes: [journalShort, journalVerbose, journalFull] },
  { first: ' ', envelopes: [journalShort] },
  { first: '{', envelopes: [docker, esDocument, journalJson, journalJsonPretty] },
  { first: '[', envelopes: [kubectlPrefix, journalMonotonic, dmesg] },
  { first: '<', envelopes: [syslog5424, syslogPriority] },
  { first: '\u001e', envelopes: [journalJsonSeq] },
  { first: 'd', envelopes: [journalJsonSse] },
];

/** These stand around all others only; inside an envelope such text is text. */
const OUTERMOST: typeof BY_FIRST = [
  { first: '-', other: true, envelopes: [journalHeader] },
  { first: DIGITS + LETTERS, envelopes: [compose] },
];

/** What `--format` can force. */
export const ENVELOPES: readonly Envelope[] = [
  ...new Set([...BY_FIRST, ...OUTERMOST].flatMap((one) => one.envelopes)),
  syslog,
];

interface Table {
  readonly ascii: readonly (readonly Envelope[])[];
  readonly other: readonly Envelope[];
}
const INNER: Table = tableOf(BY_FIRST);
const OUTER: Table = tableOf([...BY_FIRST, ...OUTERMOST]);

function tableOf(lists: typeof BY_FIRST): Table {
  const ascii = Array.from({ length: 128 }, (_, code) =>
    lists.filter((one) => one.first.includes(String.fromCharCode(code))).flatMap((one) => one.envelopes),
  );
  return { ascii, other: lists.filter((one) => one.other === true).flatMap((one) => one.envelopes) };
}

/** The envelopes that a whole line can be in, by its first character: nobody else is asked. */
export function outerEnvelopes(line: string): readonly Envelope[] {
  return envelopesIn(OUTER, line);
}

/** The same for what an envelope wraps. */
export function innerEnvelopes(payload: string): readonly Envelope[] {
  return envelopesIn(INNER, payload);
}

const NONE: readonly Envelope[] = [];

function envelopesIn(table: Table, text: string): readonly Envelope[] {
  if (text === '' || isPayload(text)) return NONE;
  return table.ascii[text.charCodeAt(0)] ?? table.other;
}

/** klog (`E1121 13:00:05`) and logrus (`time="…`) are by far the most common, and in no envelope. */
function isPayload(text: string): boolean {
  if (text.charCodeAt(5) === SPACE) {
    const first = text.charCodeAt(0);
    return (
      (first === 73 || first === 87 || first === 69 || first === 70) &&
      isDigit(text.charCodeAt(1)) &&
      text.charCodeAt(8) === COLON
    );
  }
  return text.charCodeAt(0) === LETTER_T && text.startsWith('time="');
}
