/** Versions as log banners print them, and conditions on them. */
import type { FactCondition } from '../rules/rule.ts';

/** Compares by dotted numbers: `v1.17.2+k3s1` is 1.17.2 and then k3s1; missing parts are 0; a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parse(a), parse(b)];
  return compareParts(x.numbers, y.numbers) || comparePre(x.pre, y.pre);
}

interface Version {
  readonly numbers: readonly number[];
  /** `rc1` of `1.20.0-rc1`; empty for a release. */
  readonly pre: string;
}

const VERSION = /^\s*v?(\d+(?:\.\d+)*)(?:-((?:rc|alpha|beta)[\w.]*))?/i;

function parse(text: string): Version {
  const found = VERSION.exec(text);
  return { numbers: (found?.[1] ?? '').split('.').map(Number), pre: found?.[2] ?? '' };
}

function compareParts(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePre(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Is this a version at all? */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

const TESTS: Record<FactCondition['op'], (order: number) => boolean> = {
  '>=': (order) => order >= 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '<': (order) => order < 0,
  '=': (order) => order === 0,
};

export function holds({ op, version }: FactCondition, value: string): boolean {
  return TESTS[op](compareVersions(value, version));
}
