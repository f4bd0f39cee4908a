import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulePages } from '../../scripts/build-rule-docs.ts';
import { readRuleFiles } from '../../src/sources/rule-files.ts';

test('docs/rules.md and the pages are those of the rules (else: node scripts/build-rule-docs.ts)', async () => {
  const { loaded } = await readRuleFiles(['rules'], () => false);
  const pages = rulePages(loaded.toSorted((a, b) => (a.rule.id < b.rule.id ? -1 : 1)));
  const stale = [...pages].filter(([path, text]) => textOf(path) !== text).map(([path]) => path);
  expect(stale).toEqual([]);
});

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
