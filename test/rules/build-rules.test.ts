import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rulesModule } from '../../scripts/build-rules.ts';
import { prepareRule } from '../../src/core/rules/prepare.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import { alternative, rule } from '../core/rules/entries.ts';

async function built(rules: readonly Rule[]): Promise<{ builtinRules: readonly Rule[]; PACK_VERSION: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'whynotready-build-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'builtin.gen.ts');
  writeFileSync(file, rulesModule(rules));
  return (await import(file)) as { builtinRules: readonly Rule[]; PACK_VERSION: string };
}

describe('the module of built-in rules', () => {
  it('gives the rules back, whatever they say', async () => {
    const odd = rule('a/b', { match: [alternative('long enough \\<a> "b" \'c\' `${d}` \u2028 é */')], cause: 'x\ny\\n' });
    expect((await built([odd])).builtinRules).toEqual([prepareRule(odd)]);
  });

  it('has a version that changes with the rules only', async () => {
    const version = async (title: string) => (await built([rule('a/b', { title })])).PACK_VERSION;
    expect(await version('one')).toBe(await version('one'));
    expect(await version('one')).not.toBe(await version('two'));
  });
});
