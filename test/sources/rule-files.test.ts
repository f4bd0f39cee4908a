import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRuleFiles } from '../../src/sources/rule-files.ts';

const BENIGN = `kind: benign
title: t
category: c
match: [a text that is long enough]
explain: { cause: harmless }
tests:
  - { name: yes, log: a text that is long enough, expect: { matches: 1 } }
`;

const root = mkdtempSync(join(tmpdir(), 'whynotready-rules-'));
afterAll(() => rmSync(root, { recursive: true }));

function folder(name: string, files: Record<string, string>): string {
  const dir = join(root, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const ids = (result: Awaited<ReturnType<typeof readRuleFiles>>) => result.rules.map(({ id }) => id);

describe('rule files', () => {
  it('have their path as id, below the folder or below `rules`', async () => {
    const dir = folder('mine', { 'b.yaml': BENIGN, 'net/a.yml': BENIGN, 'notes.txt': 'no rule' });
    expect(ids(await readRuleFiles([dir]))).toEqual(['b', 'net/a']);
    const below = folder('repo/rules', { 'k3s/x.yaml': BENIGN, 'k3s/y.yaml': BENIGN });
    expect(ids(await readRuleFiles([join(below, 'k3s')]))).toEqual(['k3s/x', 'k3s/y']);
    expect(ids(await readRuleFiles([join(below, 'k3s/y.yaml')]))).toEqual(['k3s/y']);
  });

  it('give their problems and the good rest', async () => {
    const dir = folder('broken', { 'a.yaml': BENIGN.replace('match', 'mtch'), 'b.yaml': BENIGN });
    const result = await readRuleFiles([dir, join(root, 'nowhere')]);
    expect(ids(result)).toEqual(['b']);
    expect(result.problems.map(({ code, place }) => [code, place?.file])).toEqual([
      ['INPUT_NOT_FOUND', join(root, 'nowhere')],
      ['RULE_FIELD', join(dir, 'a.yaml')],
    ]);
  });

  it('may name rules that are broken, but none that are not there', async () => {
    const dir = folder('linked', {
      'a.yaml': BENIGN.replace('kind', 'knd'),
      'b.yaml': `${BENIGN}causedBy: [a, c]\n`,
    });
    const { problems } = await readRuleFiles([dir], () => false);
    expect(
      problems.map(({ message }) => message).filter((message) => message.includes('there is no')),
    ).toEqual(['there is no rule c']);
  });
});
