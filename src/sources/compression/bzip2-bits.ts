/** Bits of bzip2: the highest of a byte first. */
import { cut } from './broken.ts';

export class Bits {
  private view: Uint8Array = new Uint8Array(0);
  private at = 0;
  /** Bits of the byte before `at` that are not yet read. */
  private held = 0;
  private word = 0;

  /** Begins on a byte. */
  reset(): void {
    this.held = 0;
    this.word = 0;
    this.at = 0;
  }

  /** The bytes behind those that `wholeBytes` took. */
  look(view: Uint8Array): void {
    this.view = view;
    this.at = 0;
  }

  /** 1 to 24 bits. Throws BrokenStream (cut) at the end. */
  read(count: number): number {
    while (this.held < count) {
      if (this.at >= this.view.length) throw cut();
      this.word = (this.word << 8) | this.view[this.at++]!;
      this.held += 8;
    }
    this.held -= count;
    return (this.word >>> this.held) & ((1 << count) - 1);
  }

  read32(): number {
    return this.read(16) * 0x10000 + this.read(16);
  }

  /** Bytes used since `look`; what is left of the last one is remembered. */
  wholeBytes(): number {
    return this.at;
  }

  /** The same, the rest of the last byte dropped. */
  endOfByte(): number {
    const whole = this.held >> 3;
    this.held = 0;
    return this.at - whole;
  }
}
