/** The slow, obvious scan: every literal looked for at every position. */
export interface Hit {
  readonly at: number;
  readonly literal: number;
}

/** All occurrences that lie wholly in [from, to), by position, then by literal. */
export function findAll(text: Buffer, literals: readonly string[], from: number, to: number): Hit[] {
  const hits: Hit[] = [];
  literals
    .map((literal) => Buffer.from(literal))
    .forEach((bytes, literal) => {
      for (let at = text.indexOf(bytes, from); at >= 0; at = text.indexOf(bytes, at + 1)) {
        if (at + bytes.length <= to) hits.push({ at, literal });
      }
    });
  return hits.sort((a, b) => a.at - b.at || a.literal - b.literal);
}
