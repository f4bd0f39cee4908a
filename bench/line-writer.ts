/** Writes lines from templates into a block, each with its own time and ids. */
import { Random } from './random.ts';
import type { Hole, Template } from './templates.ts';

/** One line every 40 ms, a busy node. */
const PACE = 40;
const START = Date.UTC(2026, 10, 14);
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const ALPHABETS = {
  hex: Buffer.from('0123456789abcdef'),
  suffix: Buffer.from('bcdfghjklmnpqrstvwxz2456789'),
  digits: Buffer.from('0123456789'),
};
const HYPHEN = 45;

export class LineWriter {
  private readonly random: Random;
  private time = START;
  private second = -1;
  private stamps = { journal: Buffer.alloc(0), klog: Buffer.alloc(0), logrus: Buffer.alloc(0) };

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** Returns the position after the line. */
  write(block: Buffer, at: number, { bytes, holes }: Template): number {
    this.advance();
    block.set(bytes, at);
    const salt = this.random.next();
    for (const hole of holes) this.fill(block, at + hole.at, hole, salt);
    return at + bytes.length;
  }

  private fill(block: Buffer, at: number, { kind, length, slot }: Hole, salt: number): void {
    if (kind === 'journal' || kind === 'logrus' || kind === 'klog') {
      block.set(this.stamps[kind], at);
      return;
    }
    const letters = ALPHABETS[kind];
    let x = salt + Math.imul(slot, 0x9e3779b1);
    for (let i = at; i < at + length; i++) {
      x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + 1;
      if (block[i] !== HYPHEN) block[i] = letters[(x >>> 16) % letters.length]!;
    }
  }

  private advance(): void {
    this.time += PACE;
    const second = Math.floor(this.time / 1000);
    if (second === this.second) return;
    this.second = second;
    const iso = new Date(second * 1000).toISOString();
    const [month, day, clock] = [iso.slice(5, 7), iso.slice(8, 10), iso.slice(11, 19)];
    this.stamps = {
      journal: Buffer.from(`${MONTHS[Number(month) - 1]} ${day} ${clock}`),
      klog: Buffer.from(`${month}${day} ${clock}`),
      logrus: Buffer.from(iso.slice(0, 19)),
    };
  }
}
