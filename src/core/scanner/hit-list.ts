/** Hits as they are found; put in order at the end, which they nearly are. */
export class HitList {
  /** Grows only where more literals overlap than fit. */
  at: Uint32Array<ArrayBuffer>;
  literal: Uint32Array<ArrayBuffer>;
  count = 0;

  constructor(size: number) {
    this.at = new Uint32Array(size);
    this.literal = new Uint32Array(size);
  }

  add(at: number, literal: number): void {
    if (this.count === this.at.length) this.grow();
    this.at[this.count] = at;
    this.literal[this.count++] = literal;
  }

  /** By position, then by literal. */
  order(): void {
    const { at, literal, count } = this;
    for (let i = 1; i < count; i++) {
      const position = at[i]!;
      const index = literal[i]!;
      let j = i - 1;
      while (j >= 0 && (at[j]! > position || (at[j] === position && literal[j]! > index))) {
        at[j + 1] = at[j]!;
        literal[j + 1] = literal[j]!;
        j--;
      }
      at[j + 1] = position;
      literal[j + 1] = index;
    }
  }

  /** Forgets the ordered hits from `position` on. */
  dropFrom(position: number): void {
    while (this.count > 0 && this.at[this.count - 1]! >= position) this.count--;
  }

  private grow(): void {
    const { at, literal } = this;
    this.at = new Uint32Array(at.length * 2);
    this.literal = new Uint32Array(at.length * 2);
    this.at.set(at);
    this.literal.set(literal);
  }
}
