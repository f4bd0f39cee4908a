/** The regexes of the built-in rules are proven linear: all that are written down as such, and no other is used. */
import { expect, test } from 'vitest';
import { regexesOf } from '../../scripts/vet-regexes.ts';
import { vetAnew } from '../../src/core/rules/regex-vet.ts';
import { VETTED } from '../../src/core/rules/vetted.gen.ts';
import { readRuleFiles } from '../../src/sources/rule-files.ts';

test('what is written down is what the rules use', async () => {
  const { rules } = await readRuleFiles(['rules'], () => false);
  // Else: node scripts/vet-regexes.ts
  expect([...VETTED].sort()).toEqual(regexesOf(rules));
});

test('each is linear', { timeout: 600_000 }, async () => {
  expect(await vetAnew([...VETTED])).toEqual([]);
});
