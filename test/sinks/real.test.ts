/** What must hold of the answers to all real logs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { matchEntry, allProbes } from '../../src/core/rules/match.ts';
import { readTestLog } from '../../src/core/rules/test-log.ts';
import { Redactor } from '../../src/core/text/redaction/redactor.ts';
import { redactReport } from '../../src/core/text/redaction/report.ts';
import type { Evidence } from '../../src/core/incidents/incident.ts';
import type { Report } from '../../src/core/report.ts';
import { sinkEntry, SINK_NAMES } from '../../src/sinks/index.ts';
import { readResult } from '../../src/sinks/read-result.ts';
import type { RenderingSink } from '../../src/sinks/sink.ts';
import { fixtureReports, rules } from './fixtures.ts';
import { SAMPLES } from '../core/text/redaction/corpus.ts';
import { isMissing } from '../programs.ts';
import { checkJunit } from './junit-schema.ts';
import { PLAIN } from './report.ts';
import { sarifFaults } from './sarif-schema.ts';

let reports: Awaited<ReturnType<typeof fixtureReports>> = [];
const sinks = new Map<string, RenderingSink>();

beforeAll(async () => {
  reports = await fixtureReports();
  for (const name of SINK_NAMES) {
    const entry = sinkEntry(name);
    if (entry.kind === 'render') sinks.set(name, await entry.load());
  }
}, 60_000);

const rendered = (name: string, report: Report): string =>
  [...sinks.get(name)!.render(report, { ...PLAIN, width: 120 })].join('');

describe('a result that was kept shows the same', () => {
  test.each(['json', 'ndjson'])('from %s, in every output', (kept) => {
    for (const [name, report] of reports) {
      const again = readResult(rendered(kept, report), 'result');
      for (const output of sinks.keys())
        expect([name, output, rendered(output, again)]).toEqual([name, output, rendered(output, report)]);
    }
  });

  test('and without its secrets', () => {
    for (const [name, report] of reports.slice(0, 2)) {
      const again = readResult(rendered('json', report), 'result');
      const redacted = (given: Report): string => rendered('markdown', redactReport(given, { hosts: true }));
      expect([name, redacted(again)]).toEqual([name, redacted(report)]);
    }
  });
});

describe('formats with a schema', () => {
  test('SARIF', () => {
    for (const [name, report] of reports)
      expect([name, sarifFaults(JSON.parse(rendered('sarif', report)))]).toEqual([name, []]);
  });

  test.skipIf(isMissing('xmllint'))('JUnit', () => {
    for (const [, report] of reports) expect(checkJunit(rendered('junit', report))).toBe('');
  });
});

test('markdown fits an issue', () => {
  for (const [, report] of reports) expect(rendered('markdown', report).length).toBeLessThanOrEqual(65_000);
});

describe('redaction', () => {
  /** Does the line, alone, meet the rule? */
  function proves(text: string, id: string): boolean {
    const own = rules.ruleIndex.get(id);
    const probes = allProbes(rules).filter((index) => rules.probes[index]!.rule === own);
    return readTestLog(text, undefined).some((entry) => matchEntry(rules, entry, probes).length > 0);
  }

  /** A real line with a secret behind it. */
  function withSecret(evidence: Evidence, n: number): Evidence {
    const { line } = SAMPLES[n % SAMPLES.length]!;
    const text = `${evidence.text} ${line.replaceAll('\n', ' ')}`;
    return { ...evidence, text };
  }

  // Some rules know machines by the form of their names.
  test.each([
    [false, 0],
    [true, 0.02],
  ])('leaves the proof: each line still meets its rule (hosts: %s)', (hosts, mayFail) => {
    const [, report] = reports[0]!;
    let n = 0;
    const incidents = report.incidents.map((incident) =>
      Object.assign({}, incident, { evidence: incident.evidence.map((each) => withSecret(each, n++)) }),
    );
    const redacted = redactReport({ ...report, incidents }, { hosts });
    let proving = 0;
    const lost: string[] = [];
    for (const [i, { rule, evidence }] of incidents.entries())
      for (const [j, { text }] of evidence.entries()) {
        if (!proves(text, rule.id)) continue;
        proving++;
        const after = redacted.incidents[i]!.evidence[j]!.text;
        if (!proves(after, rule.id)) lost.push(after);
      }
    expect(lost.slice(Math.floor(mayFail * proving))).toEqual([]);
    expect(proving).toBeGreaterThan(300);
  });

  test('takes nothing out of these logs: there is no secret in them', () => {
    for (const [name, report] of reports.slice(0, 2)) {
      const text = JSON.stringify(redactReport(report, { hosts: false }));
      expect([name, text.match(/.{0,80}‹[a-z]+-\d+›/g)]).toEqual([name, null]);
    }
  });

  test('takes nothing out of what rules say themselves', () => {
    const texts = rules.rules.flatMap(({ title, cause, impact, remedy }) =>
      remedy.flatMap((step) => [step.do, step.run ?? '']).concat(`"${title}": at 10:39:57Z`, cause, impact),
    );
    const redactor = new Redactor({ hosts: false });
    for (const text of texts) redactor.learn([text]);
    expect(texts.filter((text) => redactor.text(text) !== text)).toEqual([]);
  });

  test('with hosts: no address is left but those of this machine and of manuals', () => {
    for (const [, report] of reports.slice(0, 2)) {
      const text = JSON.stringify(redactReport(report, { hosts: true }));
      const left = [...text.matchAll(/(?<![\d.])(\d{1,3})(?:\.\d{1,3}){3}(?![\d.])/g)].filter(
        ([address]) =>
          address.split('.').every((octet) => Number(octet) <= 255) &&
          !/^(?:127\.|0\.0\.0\.0$|255\.|192\.0\.2\.|198\.51\.100\.)/.test(address),
      );
      expect(left.map(([address]) => address)).toEqual([]);
    }
  });
});
