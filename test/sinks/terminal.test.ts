import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { columns } from '../../src/core/text/width.ts';
import { terminalText } from '../../src/sinks/terminal/sink.ts';
import { diagnosis, evidence, incident, PLAIN, report, summary, symptom } from './report.ts';

/** All that a log or a rule file can put into a report, replaced by `text`. */
function hostile(text: string): Report {
  const bad = evidence({ source: text, text, message: text, before: [text], after: [text] });
  const rule = { ...incident().rule, id: text, title: text, category: text };
  const root = incident({
    rule,
    host: text,
    group: { [text]: text },
    evidence: [bad],
    resolved: { time: undefined, evidence: bad },
    captures: {},
  });
  return report({
    incidents: [root, symptom({ rule, host: text }), symptom({ id: 'cccc3333', rule, host: text })],
    links: [{ cause: root.id, effect: 'bbbb2222', reason: text }],
    diagnoses: [
      diagnosis({
        title: text,
        host: text,
        cause: text,
        impact: text,
        reason: text,
        references: [text],
        remedy: [{ do: text, run: text }],
      }),
      diagnosis({
        root: 'cccc3333',
        kind: 'symptom',
        explains: [],
        lookAt: [{ rule: text, title: text }],
        remedy: [{ do: text, run: text }],
      }),
    ],
    facts: [{ name: text, value: text, host: text, time: undefined, origin: bad }],
    summary: summary({
      harmless: [{ rule: text, title: text, count: 1, why: text }],
      limits: [{ code: 'x', text, count: 2 }],
      problems: [{ code: 'INPUT_NOT_FOUND', message: text, place: { file: text } }],
    }),
  });
}

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\u001b',
      '\u009b',
      '\u202e',
      '\u2066',
      '\r',
      '\n',
      '\t',
      '\0',
      '\u007f',
      '\u200b',
      '\ud800',
      '漢',
      '🦀',
      ' ',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 120,
});

describe('the terminal picture', () => {
  test('tells cause, proof, what it explains, and the fix', () => {
    expect(terminalText(report(), PLAIN)).toMatchInlineSnapshot(`
      "✖ CRITICAL  The server rejects this node's password                  node agent1
        k3s/node-password-rejected · 14 lines · 2026-11-21 09:41:02 – 09:52:17 UTC
        Cause     On its first join an agent makes a random password; now it sends
                  another one.
        Impact    The agent gets no kubelet certificates and does not start.
        Proof     k3s.log:13  09:41:02  Node password rejected, duplicate hostname or…
                                        … entry, try enabling a unique node name with
                                        the --with-node-id flag
                  and 13 more lines, the last at k3s.log:99 09:52:17
        Explains  ▸ The kubelet cannot register its node (12 lines) — same host, 2 s
                    before
        Fix       1. Make sure that no other machine in the cluster has this host
                     name.
                  2. Delete the stored password on a server; the agent registers anew
                     within seconds.
                     $ kubectl -n kube-system delete secret agent1.node-password.k3s
        Rank      critical; explains 1 other incident
        More      https://docs.k3s.io/architecture#how-agent-node-registration-works

      Timeline  2026-11-21 09:41:02 – 09:52:17 UTC, 18 s a column
        ✖ The server rejects this node's passwo…  █
          ▸ The kubelet cannot register its node  █

      Seen  k3s v1.36.3+k3s1

      2 incidents (1 critical, 1 high) · 12,345 lines · 1.2 MiB · 1 source
      75 rules (pack abc)
      Harmless  40 lines: 40× The manifest file is empty
      "
    `);
  });

  test('is as wide as it may be, commands and links aside', () => {
    for (const width of [40, 60, 80, 100, 160, 250]) {
      const lines = terminalText(report(), { ...PLAIN, width }).split('\n');
      const long = lines.filter((line) => columns(line) > width);
      expect(long.filter((line) => !/\$ kubectl|https:/.test(line))).toEqual([]);
    }
  });

  test('lets no control, C1, bidi or invisible character of a log through', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 40, max: 160 }), (text, width) => {
        const out = terminalText(hostile(text), { ...PLAIN, width });
        expect(out.replaceAll('\n', '')).not.toMatch(
          /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\u200b\ufeff]/u,
        );
      }),
    );
  });

  test('tells the same on several nodes once, the others as a line each', () => {
    const hosts = ['agent1', 'agent2', 'agent3'];
    const text = terminalText(
      report({
        incidents: hosts.map((host) => incident({ id: host, host })),
        diagnoses: [
          ...hosts.map((host) => diagnosis({ root: host, host, explains: [] })),
          diagnosis({ root: 'agent1', impact: 'Another.', explains: [] }),
        ],
      }),
      PLAIN,
    );
    expect(text.split('  Cause ')).toHaveLength(3);
    expect(text).toContain(
      [
        '  Also      ▸ node agent2 · 14 lines · 2026-11-21 09:41:02 – 09:52:17 UTC',
        '              k3s.log:13',
        '            ▸ node agent3 · 14 lines',
      ].join('\n'),
    );
    expect(text).not.toContain('Also seen');
  });

  test('puts log text on its own line only: an evidence with line ends makes no line of its own', () => {
    const forged = evidence({ message: 'real\n✖ CRITICAL  forged headline' });
    const out = terminalText(report({ incidents: [incident({ evidence: [forged] }), symptom()] }), PLAIN);
    expect(out.match(/^✖ CRITICAL/gm)).toHaveLength(1);
  });

  test('colours with SGR codes only, and the same text otherwise', () => {
    const colored = terminalText(report(), { ...PLAIN, color: true });
    expect(colored).not.toBe(terminalText(report(), PLAIN));
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(terminalText(report(), PLAIN));
  });

  test('keeps to ASCII where the locale has no more', () => {
    const long = report({ diagnoses: [diagnosis({ title: 'long '.repeat(40) })] });
    const incidents = Array.from({ length: 30 }, (_, i) => symptom({ id: `s${i}` }));
    for (const each of [
      report(),
      long,
      report({ incidents, diagnoses: [] }),
      report({ incidents: [], diagnoses: [] }),
    ])
      expect(terminalText(each, { ...PLAIN, width: 50, unicode: false })).toMatch(/^[\n\u0020-\u007e]*$/);
  });

  test('calls a symptom a symptom, and says where to look', () => {
    const out = terminalText(
      report({
        incidents: [symptom()],
        links: [],
        diagnoses: [
          diagnosis({
            kind: 'symptom',
            root: 'bbbb2222',
            explains: [],
            lookAt: [{ rule: 'kubelet/client-certificate-expired', title: 'The certificate is expired' }],
          }),
        ],
      }),
      PLAIN,
    );
    expect(out).toContain('Its cause is not in this log.');
    expect(out).toContain('▸ The certificate is expired (kubelet/client-certificate-expired)');
    expect(out).not.toContain('  Cause ');
  });

  test('says what tells incidents of one rule apart, unless the title does', () => {
    const group = { path: '/apis/management.cattle.io/v3', name: 'agent1' };
    const rule = { ...symptom().rule, title: 'agent1 asks for what is not there' };
    const out = terminalText(
      report({ incidents: [incident(), symptom(), symptom({ id: 'x', rule, group })] }),
      PLAIN,
    );
    expect(out).toContain('path /apis/management.cattle.io/v3');
    expect(out).not.toContain('name agent1');
  });

  test('lists what no card tells in short lines', () => {
    const incidents = [incident(), symptom(), symptom({ id: 'dddd4444', host: 'agent7' })];
    const out = terminalText(report({ incidents }), PLAIN);
    expect(out).toContain('Also seen\n  HIGH      The kubelet cannot register its node\n');
    expect(out).toContain('kubelet/register-failing · node agent7 · 12 lines');
  });

  test('says when something is over', () => {
    const over = evidence({ line: 120, message: 'Started kubelet' });
    const out = terminalText(
      report({ incidents: [incident({ resolved: { time: over.time, evidence: over } })] }),
      PLAIN,
    );
    expect(out).toContain('14 lines · resolved');
    expect(out).toContain('Resolved  2026-11-21 09:41:02 UTC, k3s.log:120: Started kubelet');
  });
});

describe('the last lines', () => {
  const nothing = { incidents: [], links: [], diagnoses: [], facts: [] };

  test('say that nothing was found, in how much, and what is known to be harmless', () => {
    expect(terminalText(report(nothing), { ...PLAIN, width: 120 })).toBe(
      '✔ No failure found in 12,345 lines (1.2 MiB, 1 source, 75 rules (pack abc)).\n' +
        'Harmless  40 lines: 40× The manifest file is empty\n',
    );
  });

  test('never call it healthy when nothing was read', () => {
    const out = terminalText(
      report({ ...nothing, summary: summary({ lines: 0, bytes: 0, sources: [], harmless: [] }) }),
      PLAIN,
    );
    expect(out).toBe('Nothing was read, so nothing can be said.\n');
  });

  test('name limits, unread inputs and an early stop', () => {
    const out = terminalText(
      report({
        summary: summary({
          complete: false,
          limits: [{ code: 'lines-cut', text: 'lines longer than 1 MiB, read only that far', count: 3 }],
          problems: [{ code: 'INPUT_NOT_FOUND', message: 'no such file', place: { file: 'x' } }],
        }),
      }),
      PLAIN,
    );
    expect(out).toContain('Limit  lines longer than 1 MiB, read only that far: 3');
    expect(out).toContain('1 input not read, or not whole;');
    expect(out).toContain('Stopped early');
  });

  test('give the time that it took only where asked to', () => {
    expect(terminalText(report(), { ...PLAIN, elapsed: 1500 })).toContain('1.2 MiB in 1 s');
    expect(terminalText(report(), PLAIN)).not.toContain(' in 1 s');
  });
});
