import { marked } from 'marked';
import type { Token, Tokens } from 'marked';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sink } from '../../src/sinks/markdown/sink.ts';
import { block, code, prose } from '../../src/sinks/markdown/text.ts';
import { HOSTILE, hostileReport, UNSAFE } from './hostile.ts';
import { diagnosis, evidence, incident, PLAIN, report, summary, symptom } from './report.ts';

const textOf = (given = report()): string => [...sink.render(given, PLAIN)].join('');

/** Every token of the text, inner ones too. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(text), (token) => void tokens.push(token));
  return tokens;
}

/** Without what is escaped and folded: what a reader of the text sees of these tokens. */
const ofType = <T extends Token>(text: string, type: T['type']): T[] =>
  tokensOf(text).filter((token): token is T => token.type === type);

test('headline, cause, proof, what it explains, the fix', () => {
  const text = textOf();
  expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '## 1 cause, 2 incidents (1 critical, 1 high) in 12,345 lines of 1 source',
    "### Critical: The server rejects this node's password",
  ]);
  expect(text).toContain(
    'node `agent1` · `k3s/node-password-rejected` · 14 lines · 2026-11-21 09:41:02 – 09:52:17 UTC',
  );
  expect(text).toContain(
    '- The kubelet cannot register its node (`kubelet/register-failing`, 12 lines, node `agent1`): same host, 2 s before',
  );
  const blocks = ofType<Tokens.Code>(text, 'code');
  expect(blocks.map(({ lang }) => lang)).toEqual(['text', 'sh']);
  expect(blocks[0]!.text).toBe(evidence().text);
  expect(blocks[1]!.text).toBe('kubectl -n kube-system delete secret agent1.node-password.k3s');
});

test('nothing found, nothing read, stopped early', () => {
  const nothing = { incidents: [], links: [], diagnoses: [] };
  expect(textOf(report(nothing))).toMatch(/^## No failure found in 12,345 lines of 1 source\n/);
  expect(textOf(report({ ...nothing, summary: summary({ bytes: 0 }) }))).toMatch(/^## Nothing was read/);
  expect(textOf(report({ summary: summary({ complete: false }) }))).toContain('> Stopped early');
});

describe('an issue takes 65,536 characters', () => {
  const long = 'x'.repeat(4000);
  const many = Array.from({ length: 60 }, (_, i) => `id${i}`);
  const text = textOf(
    report({
      incidents: many.map((id) =>
        incident({ id, evidence: [evidence({ text: long }), evidence({ text: `y${long}`, message: 'y' })] }),
      ),
      diagnoses: many.map((root) => diagnosis({ root, explains: [], cause: long })),
      summary: summary({
        sources: Array.from({ length: 5000 }, (_, i) => ({
          name: `${i}${long}`.slice(0, 300),
          bytes: 1,
          lines: 1,
        })),
      }),
    }),
  );

  test('whole parts are left out, and it says so', () => {
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.length).toBeGreaterThan(50_000);
    expect(text).toMatch(/> Cut to fit an issue: \d+ more parts left out/);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length);
  });
});

describe('text of a log', () => {
  const text = textOf(hostileReport());

  test('makes no HTML, link, image, heading or mention of its own', () => {
    expect(text).not.toMatch(UNSAFE);
    const html = [...ofType<Tokens.HTML>(text, 'html')].map((token) => token.raw.trim());
    for (const each of html)
      expect(each).toMatch(/^(?:<details>\n<summary>.*<\/summary>|<\/details>|<!-- -->)$/s);
    for (const type of ['link', 'image', 'def', 'blockquote'] as const)
      expect(ofType(text, type).filter(({ raw }) => !raw.startsWith('> [!'))).toEqual([]);
    for (const { raw } of ofType<Tokens.Heading>(text, 'heading'))
      expect(raw).toMatch(/^##+ (?:1 cause|Critical: )/);
    const shown = ofType<Tokens.Text>(text, 'text').flatMap(({ raw, tokens }) => (tokens ? [] : raw));
    for (const each of shown) expect(each).not.toMatch(/@\w|#\d|\w:\/\/|www\.\w|GH-\d/);
  });

  test('stands whole in its block', () => {
    const blocks = ofType<Tokens.Code>(text, 'code').map((each) => each.text);
    const lines = HOSTILE.split('\n').length;
    expect(blocks.filter((each) => each.split('\n').length === lines).length).toBeGreaterThanOrEqual(3);
  });
});

describe('any text', () => {
  const words = fc
    .array(
      fc.constantFrom(
        '`',
        '``',
        '*',
        '_',
        '\\',
        '[',
        ']',
        '(',
        ')',
        '<b>',
        '&lt;',
        '|',
        '~~',
        '#',
        '-',
        '1.',
        '@a',
        'x',
        ' ',
        '\n',
        '://',
        '$',
      ),
    )
    .map((parts) => parts.join(''));

  test('prose is one paragraph that reads as it was', () => {
    fc.assert(
      fc.property(words, (text) => {
        const tokens = marked.lexer(`before ${prose(text)} after`);
        expect(tokens.map(({ type }) => type)).toEqual(['paragraph']);
        const kinds = new Set(tokensOf(`before ${prose(text)} after`).map(({ type }) => type));
        for (const kind of ['link', 'image', 'em', 'strong', 'del']) expect(kinds).not.toContain(kind);
      }),
    );
  });

  test('prose at the start of a list item is its text', () => {
    fc.assert(
      fc.property(words, (text) => {
        const [list, ...rest] = marked.lexer(`- ${prose(text)} end`);
        expect([list?.type, rest]).toEqual(['list', []]);
        const { items } = list as Tokens.List;
        expect(items.map(({ task, tokens }) => [task, tokens.map(({ type }) => type)])).toEqual([
          [false, ['text']],
        ]);
      }),
    );
  });

  test('a block keeps every line', () => {
    fc.assert(
      fc.property(words, (text) => {
        fc.pre(text.trim() !== '');
        const [token, ...rest] = marked.lexer(block(text, 'text').join('\n')) as Tokens.Code[];
        expect([token?.type, token?.text, rest]).toEqual(['code', text.trimEnd(), []]);
      }),
    );
  });

  test('code is one span', () => {
    fc.assert(
      fc.property(words, (text) => {
        fc.pre(text.trim() !== '');
        const spans = ofType<Tokens.Codespan>(`a ${code(text)} b`, 'codespan');
        expect(spans).toHaveLength(1);
      }),
    );
  });
});

test('a symptom says what is known to cause it', () => {
  const lookAt = [{ rule: 'etcd/no-leader', title: 'etcd has no leader' }];
  const text = textOf(
    report({
      incidents: [symptom()],
      diagnoses: [diagnosis({ root: 'bbbb2222', kind: 'symptom', explains: [], lookAt })],
    }),
  );
  expect(text).toContain('**Symptom.** Its cause is not in these logs.');
  expect(text).toContain('- etcd has no leader (`etcd/no-leader`)');
  expect(text).toMatch(/^## No cause on record, 1 incident/);
});
