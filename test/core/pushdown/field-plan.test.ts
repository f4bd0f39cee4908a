/** Push-down on an index in memory: whatever a rule's texts stand in is found, however words are glued to them and counted. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Clause } from '../../../src/core/pushdown/clauses.ts';
import { fieldPlan } from '../../../src/core/pushdown/field-plan.ts';
import type { Need } from '../../../src/core/pushdown/needs.ts';
import { PROBE_TEXTS, splitterOf } from '../../../src/core/pushdown/splitter.ts';
import { ANALYZERS } from './analyzers.ts';
import type { Analyzer } from './analyzers.ts';
import { finds, unfiltered } from './model.ts';

unfiltered.set(ANALYZERS.stop!, ANALYZERS.standard!);

interface Index {
  readonly analyzer: Analyzer;
  readonly texts: readonly string[];
  /** For each document so many of the same kind. */
  readonly times: number;
  readonly positions?: boolean;
}

/** All clauses of the plan; undefined: all documents are to be read. */
async function planned(needs: readonly Need[], index: Index): Promise<readonly Clause[] | undefined> {
  const { analyzer, texts, times, positions = true } = index;
  const splitter = splitterOf(PROBE_TEXTS.map(analyzer));
  if (splitter === undefined) return undefined;
  const count = ({ query }: Clause) => times * texts.filter((text) => finds(query, text, analyzer)).length;
  const { strong, others } = fieldPlan({ name: 'message', positions }, splitter, needs, {
    tokens: async (some) => some.map(analyzer),
    counts: async (clauses, most) => clauses.map((clause) => Math.min(most, count(clause))),
  });
  const rest = await others();
  return rest && [...strong, ...rest];
}

/** Whether slow clauses are asked for as they are or in halves. */
function findsAny(clauses: readonly Clause[], text: string, analyzer: Analyzer): boolean {
  return clauses.some((clause) => {
    const found = finds(clause.query, text, analyzer);
    const halves = clause.halves?.();
    return found && (halves === undefined || findsAny(halves, text, analyzer));
  });
}

const WORDS = (
  'Failed failed kubelet Version o no th the timeout 401 k8s.io x509 v1.2 a:b ImagePullBackOff certificate ' +
  "unauthorized quorum policy can't node_1 dial AttachVolume.Attach"
).split(' ');
const JOINTS = [' ', ' ', ' ', ': ', ', ', '.', ':', '-', '_', "'", '(', '] ', '=', ' - '];
/** The last ones are so long that analyzers cut the word behind them. */
const GLUE = [
  '',
  ' ',
  'x',
  '7',
  '.',
  ':',
  '_',
  '-',
  "'",
  '"',
  '(',
  ']',
  '=',
  ',',
  'a.',
  '1,',
  'no',
  'e',
  ' s',
  't',
].concat([250, 253].map((length) => 'x'.repeat(length)));

const word = fc.constantFrom(...WORDS);
const joint = fc.constantFrom(...JOINTS);
const part = fc
  .tuple(
    fc.constantFrom('', '', ' ', ': ', '.'),
    word,
    fc.array(fc.tuple(joint, word), { maxLength: 3 }),
    joint,
    fc.boolean(),
  )
  .map(([before, first, rest, end, ends]) => `${before}${first}${rest.flat().join('')}${ends ? end : ''}`);
const need = fc.array(part, { minLength: 1, maxLength: 3 });
const glue = fc.constantFrom(...GLUE);
/** A text that holds all parts of a need. */
const textOf = (parts: Need) =>
  fc
    .tuple(
      fc.shuffledSubarray([...parts], { minLength: parts.length }),
      fc.array(glue, { minLength: 8, maxLength: 8 }),
    )
    .map(([order, glued]) => order.map((one, i) => `${glued[2 * i]}${one}${glued[2 * i + 1]}`).join(' <> '));

const cases = fc.array(need, { minLength: 1, maxLength: 4 }).chain((needs) =>
  fc.record({
    needs: fc.constant(needs),
    texts: fc.tuple(...needs.map(textOf)),
    others: fc.array(
      fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
      { maxLength: 3 },
    ),
    times: fc.constantFrom(1, 150, 3000),
    positions: fc.boolean(),
  }),
);

// Of `letters`, which knows no digits, it is not understood where it cuts.
it.each(Object.keys(ANALYZERS).filter((name) => name !== 'letters'))(
  '%s: finds each text that holds all parts of a need',
  async (name) => {
    const analyzer = ANALYZERS[name]!;
    let searched = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ needs, texts, others, times, positions }) => {
        const clauses = await planned(needs, { analyzer, texts: [...texts, ...others], times, positions });
        if (clauses === undefined) return;
        searched++;
        for (const text of texts) expect(findsAny(clauses, text, analyzer)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(searched).toBeGreaterThan(50);
  },
);

const MESSAGE = { name: 'message', positions: true };
const STANDARD = splitterOf(PROBE_TEXTS.map(ANALYZERS.standard!))!;

/** What is asked of a server on which each query finds so many documents. */
async function asked(needs: readonly Need[], count: number) {
  const { strong, others } = fieldPlan(MESSAGE, STANDARD, needs, {
    tokens: async (some) => some.map(ANALYZERS.standard!),
    counts: async (clauses) => clauses.map(() => count),
  });
  const show = ({ query, kind }: Clause) => `${kind ?? 'rare'} ${JSON.stringify(query).replaceAll('"', '')}`;
  return { strong: strong.map(show), others: (await others())!.map(show) };
}

const LONG_WORD = 'slow {regexp:{message:{value:.{127}.*}}}';
const phrase = (text: string) => `{match_phrase:{message:{query:${text},zero_terms_query:all}}}`;

it('looks for the sure words of a long text without asking', async () => {
  const need = ['x509: certificate has expired or is not yet valid'];
  const { strong, others } = await asked([need], 5000);
  expect(strong).toEqual([`rare ${phrase('certificate has expired or is not yet')}`]);
  expect(others).toEqual([]);
});

it('looks for all pieces of a need, and for the start of the word behind them', async () => {
  const { strong, others } = await asked([['layer not known', 'took too long']], 5);
  expect(strong).toEqual([]);
  expect(others).toEqual([
    `rare {bool:{filter:[${phrase('not')},${phrase('too')},{prefix:{message:{value:known}}},{prefix:{message:{value:long}}}]}}`,
  ]);
});

it('asks for nothing that finds nothing', async () => {
  expect(await asked([['layer not known']], 0)).toEqual({ strong: [], others: [] });
});

it('looks for a frequent text with its first word, whole or at the end of a longer one', async () => {
  const { others } = await asked([['Started kubelet']], 100);
  expect(others).toEqual([
    'frequent {match_phrase_prefix:{message:{query:Started kubelet,zero_terms_query:all,max_expansions:2147483647}}}',
    'slow {bool:{filter:[{regexp:{message:{value:.+(started),max_determinized_states:100000}}},{bool:{should:[{prefix:{message:{value:kubelet}}}],minimum_should_match:1}}]}}',
    LONG_WORD,
  ]);
});

it('looks into words for a text without a cut', async () => {
  const { others } = await asked([['ErrImagePull'], ['alarm:CORRUPT']], 0);
  expect(others).toEqual([
    'slow {regexp:{message:{value:.*(errimagepull|alarm\\\\:corrupt).*,max_determinized_states:100000}}}',
    LONG_WORD,
  ]);
});
