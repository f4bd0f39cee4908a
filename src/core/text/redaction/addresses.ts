/** Addresses of machines; only where asked for. */
import type { Span } from './span.ts';

const IPV4 = /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d]|\.\d)/g;
/** With `::` somewhere, or all eight groups; `10:40:21` is a time. */
const IPV6 =
  /(?<![\w:.])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}|(?:[0-9A-Fa-f]{1,4}:){1,7}:|::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})(?![\w:])/g;
/** A name with a dot in an address, or behind the words with which a resolver names it. */
const NAMED_HOST =
  /(?::\/\/(?:[^\s/@"'\\]{1,256}@)?|\blookup )(?<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,10})(?![\w@])/dg;
/** Everybody's: registries, manuals, names inside of a cluster. */
const PUBLIC =
  /(?:^|\.)(?:k8s\.io|kubernetes\.io|docker\.io|docker\.com|quay\.io|gcr\.io|ghcr\.io|mcr\.microsoft\.com|github\.com|githubusercontent\.com|k3s\.io|rke2\.io|rancher\.io|rancher\.com|cluster\.local|svc|\d{1,3})$/i;
/** They tell nothing of the network that they are in. */
const COMMON = /^(?:127\.|0\.0\.0\.0$|255\.255\.255\.255$|::1?$)/;

/** Addresses, and names of hosts that stand where a host is named. */
export function addressSpans(text: string): Span[] {
  return [...numberSpans(text), ...hostSpans(text)];
}

function hostSpans(text: string): Span[] {
  return Array.from(text.matchAll(NAMED_HOST), ({ indices }) => indices!.groups!['host']!)
    .filter(([start, end]) => !PUBLIC.test(text.slice(start, end)))
    .map(([start, end]) => ({ start, end, kind: 'host' }));
}

function numberSpans(text: string): Span[] {
  return [...text.matchAll(IPV4), ...text.matchAll(IPV6)]
    .filter(([address]) => !COMMON.test(address))
    .map(({ index, 0: address }) => ({ start: index, end: index + address.length, kind: 'address' }));
}
