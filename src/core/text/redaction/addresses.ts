/** Addresses of machines; only where asked for. */
import type { Span } from './span.ts';

const IPV4 = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d]|\.\d)/g;
/** With `::` somewhere, or all eight groups; `10:40:21` is a time. */
const IPV6 =
  /(?<![\w:.])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}|(?:[0-9A-Fa-f]{1,4}:){1,7}:|::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})(?![\w:])/g;
/** They tell nothing of the network that they are in. */
const COMMON = /^(?:127\.|0\.0\.0\.0$|255\.255\.255\.255$|::1?$)/;

export function addressSpans(text: string): Span[] {
  return [...text.matchAll(IPV4), ...text.matchAll(IPV6)]
    .filter(([address]) => !COMMON.test(address))
    .map(({ index, 0: address }) => ({ start: index, end: index + address.length, kind: 'address' }));
}
