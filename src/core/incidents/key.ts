/** What tells incidents of one rule apart: the host and the values of the rule's `groupBy` captures. */
import type { Rule } from '../rules/rule.ts';
import type { Captures } from '../rules/pack.ts';
import { cut, own } from '../text/own.ts';
import { MAX_VALUE } from './observation.ts';

export interface Key {
  readonly host: string;
  /** In the order of `groupBy`; empty where a line has no such capture. */
  readonly values: readonly string[];
}

export function keyOf(rule: Rule, host: string, captures: Captures): Key {
  return {
    host: own(cut(host, MAX_VALUE)),
    values: rule.groupBy.map((name) => own(cut(captures[name] ?? '', MAX_VALUE))),
  };
}

/** Is `key` surely `keyOf(rule, host, captures)`? */
export function isKey(key: Key, { groupBy }: Rule, host: string, captures: Captures): boolean {
  if (host !== key.host) return false;
  for (let i = 0; i < groupBy.length; i++) {
    if ((captures[groupBy[i]!] ?? '') !== key.values[i]) return false;
  }
  return true;
}

/** `keyText(keyOf(…))` without making the key. */
export function observedKeyText(rule: Rule, host: string, captures: Captures): string {
  const parts = [cut(host, MAX_VALUE)];
  for (const name of rule.groupBy) parts.push(cut(captures[name] ?? '', MAX_VALUE));
  return JSON.stringify(parts);
}

/** The same text for the same key, and only for it. */
export function keyText(key: Key, source?: string): string {
  return JSON.stringify([key.host, ...key.values, ...(source === undefined ? [] : [null, source])]);
}

/** Same host, and no capture that both have differs. */
export function agree(a: Key, b: Key): boolean {
  return (
    a.host === b.host &&
    a.values.every((value, i) => value === '' || b.values[i] === '' || value === b.values[i])
  );
}
