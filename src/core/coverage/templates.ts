/**
 * From masked texts to templates, after Drain (He et al. 2017): texts of one program and the same number of words that differ in
 * one word only become one. Drain grows its tree line by line, so its answer depends on their order; here all masks are there
 * first, sorted, and the answer depends on their set only.
 */

/** What is known of one masked text. */
export interface Masked {
  readonly component: string;
  readonly mask: string;
}

/** Masked texts that say the same. */
export interface Cluster<T extends Masked> {
  readonly component: string;
  readonly text: string;
  readonly members: readonly T[];
}

const HOLE = '<*>';
/** So many different words at one place are no words of the message, but names. */
const NAMES = 4;
const MAX_WORDS = 60;
const MAX_PASSES = 4;

interface Group<T> {
  words: readonly string[];
  members: readonly T[];
}

/** Clusters in order of component and text. */
export function clustersOf<T extends Masked>(texts: readonly T[]): Cluster<T>[] {
  const sorted = [...texts].sort((a, b) => compare(a.component, b.component) || compare(a.mask, b.mask));
  const clusters: Cluster<T>[] = [];
  for (const alike of byShape(sorted).values()) {
    const { component } = alike[0]!;
    for (const { words, members } of joined(alike))
      clusters.push({ component, text: words.join(' '), members });
  }
  return clusters.sort((a, b) => compare(a.component, b.component) || compare(a.text, b.text));
}

function byShape<T extends Masked>(texts: readonly T[]): Map<string, T[]> {
  const shapes = new Map<string, T[]>();
  for (const text of texts) {
    const shape = `${text.mask.split(' ').length} ${text.component}`;
    const known = shapes.get(shape);
    if (known === undefined) shapes.set(shape, [text]);
    else known.push(text);
  }
  return shapes;
}

/** Makes holes where names are, until nothing changes. */
function joined<T extends Masked>(texts: readonly T[]): Group<T>[] {
  let groups: Group<T>[] = texts.map((text) => ({ words: text.mask.split(' '), members: [text] }));
  const width = groups[0]!.words.length;
  if (width > MAX_WORDS) return groups;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = groups.length;
    for (let place = 0; place < width && groups.length >= NAMES; place++) groups = joinedAt(groups, place);
    if (groups.length === before) break;
  }
  return groups;
}

function joinedAt<T>(groups: readonly Group<T>[], place: number): Group<T>[] {
  const byRest = new Map<string, Group<T>[]>();
  for (const group of groups) {
    const rest = group.words.with(place, HOLE).join(' ');
    const known = byRest.get(rest);
    if (known === undefined) byRest.set(rest, [group]);
    else known.push(group);
  }
  const out: Group<T>[] = [];
  for (const alike of byRest.values()) {
    const open = alike.some(({ words }) => words[place] === HOLE);
    if (alike.length === 1 || (!open && alike.length < NAMES)) out.push(...alike);
    else out.push({ words: alike[0]!.words.with(place, HOLE), members: alike.flatMap((x) => x.members) });
  }
  return out;
}

/** Does a text that was masked fit a template, word by word? */
export function fits(mask: string, template: string): boolean {
  const words = mask.split(' ');
  const holes = template.split(' ');
  return words.length === holes.length && words.every((word, i) => holes[i] === HOLE || holes[i] === word);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
