/** From a server's answer to what is to be done: pure, so that every answer can be tested as it was written. */
import type { Answer } from '../../elastic/answer.ts';

/** What becomes of one operation. */
export type ItemVerdict =
  /** `changed` false: a deletion that found nothing. `failureStore`: taken, but into the data stream's failure store. */
  | { readonly kind: 'accepted'; readonly changed: boolean; readonly failureStore: boolean }
  /** The same document, or a newer one, is there. */
  | { readonly kind: 'already' }
  /** `slow`: somebody has to do something first (rights, a block, an index that is missing). */
  | { readonly kind: 'retry'; readonly slow: boolean; readonly status: number; readonly reason: string }
  | { readonly kind: 'dead'; readonly status: number; readonly reason: string };

export type Verdict =
  | { readonly kind: 'items'; readonly items: readonly ItemVerdict[] }
  /** The whole request again. `smaller`: with half as many documents from now on. */
  | {
      readonly kind: 'retry';
      /** 0: there was no answer. */
      readonly status: number;
      readonly reason: string;
      readonly slow: boolean;
      readonly smaller: boolean;
      readonly wait?: number | undefined;
    }
  /** Too large: in two halves. */
  | { readonly kind: 'split'; readonly reason: string }
  /** Nothing that is sent like this will ever be taken. */
  | { readonly kind: 'stop'; readonly status: number; readonly reason: string; readonly fix?: string };

/** `count`: operations in the request. */
export function judge(answer: Answer, count: number): Verdict {
  if (answer.kind === 'fault') return ofFault(answer.fault, answer.message);
  const { status, body, retryAfter } = answer;
  const reason = `${status} ${reasonOf(body)}`.trim();
  if (status === 200) return ofItems(body, count);
  if (status === 413) return { kind: 'split', reason: '413 the request is too large' };
  if (status === 429) return again(reason, { status, smaller: true, wait: retryAfter });
  if (status === 401 || status === 403 || status === 407) return again(reason, { status, slow: true });
  if (status === 408 || status >= 500) return again(reason, { status, wait: retryAfter });
  const fix = status === 400 ? undefined : 'is this the address of Elasticsearch, with its path?';
  return { kind: 'stop', status, reason, ...(fix === undefined ? {} : { fix }) };
}

function ofFault(fault: 'connection' | 'timeout' | 'tls' | 'cut', message: string): Verdict {
  if (fault === 'tls')
    return {
      kind: 'stop',
      status: 0,
      reason: message,
      fix: 'see --es-ca, --es-ca-fingerprint and the address',
    };
  // A server that is too slow for a batch may be quick enough for half of it.
  return again(message, { smaller: fault === 'timeout' });
}

function again(
  reason: string,
  how: {
    readonly status?: number;
    readonly slow?: boolean;
    readonly smaller?: boolean;
    readonly wait?: number | undefined;
  } = {},
): Verdict {
  return { kind: 'retry', status: 0, reason, slow: false, smaller: false, ...how };
}

function ofItems(body: unknown, count: number): Verdict {
  const items = field(body, 'items');
  // Something between here and there cut or replaced the answer: what was taken is not known, ids make sending again harmless.
  if (!Array.isArray(items) || items.length !== count)
    return again('an answer that is none of a bulk request');
  const verdicts = items.map(ofItem);
  if (verdicts.includes(undefined)) return again('an answer with items that say nothing');
  return { kind: 'items', items: verdicts as ItemVerdict[] };
}

/** Undefined: it is no answer to an operation. */
function ofItem(item: unknown): ItemVerdict | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const [result] = Object.values(item) as unknown[];
  const status = field(result, 'status');
  if (typeof status !== 'number') return undefined;
  const error = field(result, 'error');
  if (status === 404 && error === undefined) return { kind: 'accepted', changed: false, failureStore: false };
  if (status < 300)
    return { kind: 'accepted', changed: true, failureStore: field(result, 'failure_store') === 'used' };
  if (status === 409) return { kind: 'already' };
  // It was only asked for.
  if (field(error, 'type') === 'document_missing_exception')
    return { kind: 'accepted', changed: false, failureStore: false };
  return ofItemError(status, error);
}

/** A block or a closed index is lifted by somebody, a wrong document stays wrong. */
const BLOCKED = /^(cluster_block|index_closed|security|index_not_found|no_shard_available)_?/;

function ofItemError(status: number, error: unknown): ItemVerdict {
  const type = field(error, 'type');
  const reason = reasonOf({ error }) || 'no reason given';
  const slow = (typeof type === 'string' && BLOCKED.test(type)) || [401, 403, 404].includes(status);
  if (slow || status === 429 || status >= 500) return { kind: 'retry', slow, status, reason };
  return { kind: 'dead', status, reason };
}

/** `type: reason: reason of its cause`, of an Elasticsearch error; the start of anything else. */
function reasonOf(body: unknown): string {
  const error = field(body, 'error');
  if (typeof error === 'string') return cut(error);
  const cause = field(error, 'caused_by');
  const parts = [field(error, 'type'), field(error, 'reason'), field(cause, 'reason')];
  const text = parts.filter((part) => typeof part === 'string' && part !== '').join(': ');
  return cut(text === '' && typeof body === 'string' ? body.replace(/<[^>]*>|\s+/g, ' ') : text);
}

const MAX_REASON = 500;

function cut(text: string): string {
  const short = text.trim();
  return short.length > MAX_REASON ? `${short.slice(0, MAX_REASON)}…` : short;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

const FIRST = 1000;
const SLOW_FIRST = 10_000;
const LONGEST = 60_000;

/**
 * ms to wait before the next try; `attempt` from 0. Doubles from 1 s (slow: 10 s) to 60 s, of which a random half is taken off, so
 * that many senders don't come back at once. What the server asks for is kept to, up to 60 s.
 */
export function backOff(attempt: number, random: () => number, slow = false, asked = 0): number {
  const full = Math.min(LONGEST, (slow ? SLOW_FIRST : FIRST) * 2 ** Math.min(attempt, 16));
  return Math.max(Math.min(asked, LONGEST), Math.round(full * (1 - random() / 2)));
}

/** ms of a Retry-After header: seconds or a date. */
export function retryAfter(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** An answer that is a refusal, in words. */
export function explain(answer: Answer): string {
  return answer.kind === 'fault' ? answer.message : `${answer.status} ${reasonOf(answer.body)}`.trim();
}
