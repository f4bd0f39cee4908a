/** The slow, obvious scan: every literal looked for at every position. */
export interface Hit {
  readonly at: number;
  readonly literal: number;
}

/** All occurrences that lie wholly in [from, to), by position, then by literal. */
export function findAll(text: Buffer, literals: readonly string[], from: number, to: number): Hit[] {
  const hits: Hit[] = [];
  literals.forEach((text_, literal) => {
    for (let at = text.indexOf(text_, from); at >= 0; at = text.indexOf(text_, at + 1)) {
      if (at + text_.length <= to) hits.push({ at, literal });
    }
  });
  return hits.sort((a, b) => a.at - b.at || a.literal - b.literal);
}
