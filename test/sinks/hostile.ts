/** A report into which a log has put all that could break out of an output. */
import type { Report } from '../../src/core/report.ts';
import { diagnosis, evidence, incident, report, summary, symptom } from './report.ts';

/** No line end in it, so that it can stand in a file's name, too. */
export const HOSTILE_LINE =
  ']]> <script>alert(1)</script> </details> ``` ````` | ![x](http://evil) [y](javascript:1) @torvalds #1 GH-2 %0A%25 ::error file=x::boo \x1b[31m\x07\x00\u009b\u202e\u200b\ud800 &amp; $(id) {{x}} {0} \'q\' "dq" \\ https://evil.example/ www.evil.example';
export const HOSTILE = `${HOSTILE_LINE}\n::error::broke out\n##[error]broke out\n\`\`\`\n# heading\n\r::warning::cr\n</failure>`;

export function hostileReport(): Report {
  const proof = evidence({
    source: `/var/log/${HOSTILE_LINE}.log`,
    text: HOSTILE,
    message: HOSTILE,
    before: [HOSTILE, HOSTILE_LINE],
    after: [HOSTILE_LINE],
  });
  const rule = { ...incident().rule, title: HOSTILE_LINE, category: HOSTILE_LINE };
  const all = {
    host: HOSTILE_LINE,
    group: { [HOSTILE_LINE]: HOSTILE_LINE },
    evidence: [proof, { ...proof, line: 20 }],
    captures: { x: { values: [{ value: HOSTILE, count: 1 }], distinct: 1, exact: true } },
    resolved: { time: undefined, evidence: proof },
    rule,
  };
  return report({
    incidents: [incident(all), symptom(all), incident({ ...all, id: 'cccc3333' })],
    diagnoses: [
      diagnosis({
        host: HOSTILE_LINE,
        title: HOSTILE_LINE,
        cause: HOSTILE_LINE,
        impact: HOSTILE_LINE,
        remedy: [{ do: HOSTILE_LINE, run: HOSTILE }],
        references: [HOSTILE_LINE],
        lookAt: [{ rule: 'a/b', title: HOSTILE_LINE }],
      }),
    ],
    links: [{ cause: 'aaaa1111', effect: 'bbbb2222', reason: HOSTILE_LINE }],
    facts: [
      {
        name: 'k3s',
        value: HOSTILE_LINE,
        host: HOSTILE_LINE,
        time: 0,
        origin: { source: HOSTILE_LINE, line: 1, offset: 0 },
      },
    ],
    coverage: {
      scary: 2,
      explained: 0,
      harmless: 0,
      known: 0,
      unknown: 2,
      inBaseline: undefined,
      beyond: 0,
      templates: [
        {
          id: 't',
          component: HOSTILE_LINE,
          text: HOSTILE_LINE,
          level: 'error',
          count: 2,
          isNew: true,
          first: 1000,
          last: 2000,
          example: { source: HOSTILE_LINE, line: 1, offset: 0, text: HOSTILE },
        },
      ],
    },
    summary: summary({
      sources: [{ name: HOSTILE_LINE, bytes: 1, lines: 1 }],
      problems: [
        {
          code: 'INPUT_LINE_CUT',
          message: HOSTILE_LINE,
          fix: HOSTILE_LINE,
          place: { file: HOSTILE_LINE, line: 1, column: 2, text: HOSTILE_LINE },
        },
      ],
      limits: [{ code: 'x', text: HOSTILE_LINE, count: 1 }],
      blindSpots: [{ code: 'gap', text: HOSTILE_LINE, count: 1, source: HOSTILE_LINE, host: HOSTILE_LINE }],
    }),
  });
}

/** What no output may hold: a terminal, a viewer or a person would be misled. */
export const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;
