/** Hits as they are found, put in order at the end: they are nearly so. */
export class HitList {
  at = new Uint32Array(1 << 12);
  literal = new Uint32Array(1 << 12);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  add(at: number, literal: number): void {
    if (this.count === this.at.length) this.grow();
    this.at[this.count] = at;
    this.literal[this.count++] = literal;
  }

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

  private grow(): void {
    const at = new Uint32Array(this.at.length * 2);
    const literal = new Uint32Array(this.at.length * 2);
    at.set(this.at);
    literal.set(this.literal);
    this.at = at;
    this.literal = literal;
  }
}
