/**
 * How an analyzer cuts texts into words, found out by what it makes of some: at which characters it always cuts, whatever stands around
 * them, and whether it leaves words as they are.
 */

export interface Token {
  readonly token: string;
  /** Place in the text. */
  readonly start: number;
  readonly end: number;
}

export type Splitter =
  | {
      readonly kind: 'words';
      /** Characters at which it cuts in any surroundings. */
      readonly hard: ReadonlySet<string>;
      /** Makes other words of some (stems): how words begin and end is lost. */
      readonly alters: boolean;
      /** Leaves out some words (stop words). */
      readonly drops: boolean;
    }
  /** The whole text is one word. */
  | { readonly kind: 'whole' };

const CANDIDATES = " ,;()=[]-!?@{}|*+^`~#$%:.'_".split('');
const GLUE = ".:'_,-".split('');

interface Probe {
  readonly text: string;
  readonly char: string;
  readonly at: number;
}

const PROBES: readonly Probe[] = CANDIDATES.flatMap((char) => {
  const around: (readonly [string, string])[] = [
    ['xy', 'zw'],
    ['12', '34'],
    ['xy', '34'],
    ['12', 'zw'],
    ['xy', `${char}zw`],
    ...GLUE.flatMap((glue): (readonly [string, string])[] => [
      [`xy${glue}`, 'zw'],
      ['xy', `${glue}zw`],
      [`12${glue}`, '34'],
    ]),
  ];
  return around.map(([left, right]) => ({ text: `${left}${char}${right}`, char, at: left.length }));
});

const WORDS =
  'Connections refused certificates lying kubelet NODE failed the of is running 12345 a abcdefghijklmnopqrstuvwxyzabcdefghijklmn';

const WORD_COUNT = WORDS.split(' ').length;

/** What to ask the analyzer for. */
export const PROBE_TEXTS: readonly string[] = [WORDS, ...PROBES.map(({ text }) => text)];

/** From the tokens of each of PROBE_TEXTS. Undefined: an analyzer of another kind (several words at a place, parts of words). */
export function splitterOf(answers: readonly (readonly Token[])[]): Splitter | undefined {
  const [words = [], ...rest] = answers;
  if (words.length === 1 && words[0]!.start === 0 && words[0]!.end === WORDS.length)
    return words[0]!.token.toLowerCase() === WORDS.toLowerCase() ? { kind: 'whole' } : undefined;
  const soft = new Set(PROBES.filter(({ at }, i) => !isCut(rest[i] ?? [], at)).map(({ char }) => char));
  const hard = new Set(CANDIDATES.filter((char) => !soft.has(char)));
  if (!hard.has(' ') || !areWords(words)) return undefined;
  const alters = words.some(
    ({ token, start, end }) => token.toLowerCase() !== WORDS.slice(start, end).toLowerCase(),
  );
  return { kind: 'words', hard, alters, drops: words.length < WORD_COUNT };
}

/** No word reaches over the place, and there are words on both sides of it. */
function isCut(tokens: readonly Token[], at: number): boolean {
  const over = tokens.some(({ start, end }) => start <= at && end > at);
  return !over && tokens.some(({ end }) => end <= at) && tokens.some(({ start }) => start > at);
}

/** One token for a word at most, and most of them there: stop words may be left out. */
function areWords(tokens: readonly Token[]): boolean {
  const places = [...WORDS.matchAll(/\S+/g)].map((word) => `${word.index} ${word.index + word[0].length}`);
  const found = tokens.map(({ start, end }) => `${start} ${end}`);
  return (
    new Set(found).size === found.length &&
    found.every((place) => places.includes(place)) &&
    found.length * 2 > places.length
  );
}
