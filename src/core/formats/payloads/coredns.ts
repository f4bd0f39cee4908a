/** CoreDNS: `[ERROR] plugin/errors: 2 example.org. A: read udp …`. Its level stands in brackets at the start, without a time. */
import type { ParsedPayload, Payload } from '../format.ts';
import { bracketedLevel } from './go-log.ts';

export function parseCoredns(text: string): ParsedPayload | undefined {
  const word = bracketedLevel(text, 0);
  if (word === undefined || text.charCodeAt(word.end) !== 32) return undefined;
  const message = text.slice(word.end + 1);
  const component = message.startsWith('plugin/') ? 'coredns' : undefined;
  return {
    format: 'coredns',
    message,
    fields: [],
    time: undefined,
    level: word.level,
    component,
    caller: undefined,
  };
}

export const coredns: Payload = { name: 'coredns', parse: parseCoredns };
