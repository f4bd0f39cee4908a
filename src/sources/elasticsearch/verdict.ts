/** From a server's answer to what is to be done about a search: pure, so that every answer can be tested as it was written. */
import type { Answer } from '../../elastic/answer.ts';

export type SearchVerdict =
  | { readonly kind: 'ok'; readonly body: unknown }
  /** The same again, after a while. `smaller`: with fewer documents. */
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly smaller: boolean;
      readonly wait?: number | undefined;
    }
  /** The point in time is gone: open a new one and go on behind the last document. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** More clauses than the server takes. */
  | { readonly kind: 'clauses'; readonly reason: string }
  /** Asking again won't help. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

/** `reason`: the answer in words. */
export function judgeSearch(answer: Answer, reason: string): SearchVerdict {
  if (answer.kind === 'fault') {
    if (answer.fault === 'tls') return { kind: 'refused', status: 0, reason };
    return { kind: 'retry', reason, smaller: answer.fault !== 'connection' };
  }
  const { status, body, retryAfter } = answer;
  if (status === 200) {
    // A proxy's page, or an answer that was cut.
    if (typeof body !== 'object' || body === null)
      return { kind: 'retry', reason: 'an answer that is no JSON', smaller: true };
    return { kind: 'ok', body };
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  if (text.includes('search_context_missing_exception')) return { kind: 'lost', reason };
  if (/too_many_(nested_)?clauses|too many (nested )?clauses|maxClauseCount/.test(text))
    return { kind: 'clauses', reason };
  if (status === 413 || text.includes('circuit_breaking_exception'))
    return { kind: 'retry', reason, smaller: true, wait: retryAfter };
  if (status === 408 || status === 429 || status >= 500) {
    // Wrong queries come as 500 of all shards, too.
    if (/"type":"(query_shard|parsing|illegal_argument)_exception"/.test(text))
      return { kind: 'refused', status, reason };
    return { kind: 'retry', reason, smaller: false, wait: retryAfter };
  }
  return { kind: 'refused', status, reason };
}
