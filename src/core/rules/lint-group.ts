/** Tells captures that differ on each line from those that name a thing. */
import { matchingAlternatives } from './located.ts';
import type { Rule } from './rule.ts';

const UNIQUE_NAME =
  /^(?:pid|uid|uuid|guid|time|timestamp|ts|date|now|when|elapsed|took|latency|delay|duration|seconds|millis|count|attempt|retries|offset|revision|rev|term|request|requestid|traceid|spanid|tid|goroutine)$/i;

const UNIQUE_VALUE: readonly (readonly [RegExp, string])[] = [
  [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'is a uid in its tests'],
  [/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/, 'is a time in its tests'],
];

/** Why a capture looks unique per line, given the values of it in tests; undefined: it does not. */
export function looksUnique(name: string, values: readonly string[], rule: Rule): string | undefined {
  if (UNIQUE_NAME.test(name)) return 'sounds different on each line';
  if (isDuration(name, rule)) return 'is a duration';
  return UNIQUE_VALUE.find(([pattern]) => values.some((value) => pattern.test(value)))?.[1];
}

function isDuration(name: string, rule: Rule): boolean {
  const hole = `<${name}:duration>`;
  return matchingAlternatives(rule).some(({ alternative }) =>
    alternative.texts.some((text) => text.includes(hole)),
  );
}
