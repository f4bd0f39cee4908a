/** Reads a source from shortly before a line on: what stands far before it says nothing of it. */
import { LOOKBACK, MAX_ENTRY_LINES } from '../core/reader/limits.ts';
import type { Input } from '../sources/input.ts';

export interface NearLine {
  /** Its bytes begin as far before `from` as a reader that owns what starts there wants them. */
  readonly input: Input;
  /** Offset of the first line that may begin the entry of the wanted one. */
  readonly from: number;
  /** Lines before that. */
  readonly lines: number;
}

const BLOCK = 256 << 10;
const NEWLINE = 10;

/** `input`: plain lines, from their start on. Where it ends before the line, all of it is passed over. */
export async function nearLine(input: Input, line: number): Promise<NearLine> {
  const wanted = line - MAX_ENTRY_LINES - 1;
  if (wanted <= 0) return { input, from: 0, lines: 0 };
  const kept = new KeptBytes();
  let lines = 0;
  for (;;) {
    const block = new Uint8Array(BLOCK);
    const count = await input.read(block);
    if (count === 0) return { input: kept.before(input, kept.end), from: kept.end, lines };
    if (count < 0) continue;
    const bytes = block.subarray(0, count);
    const from = kept.end;
    kept.add(bytes);
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
      lines++;
      if (lines === wanted) return { input: kept.before(input, from + at + 1), from: from + at + 1, lines };
    }
  }
}

/** The last bytes that were read. */
class KeptBytes {
  /** Offset behind them. */
  end = 0;
  private readonly blocks: Uint8Array[] = [];

  add(bytes: Uint8Array): void {
    this.blocks.push(bytes);
    this.end += bytes.length;
    // As many as may be wanted before a place in the last one.
    while (this.size - this.blocks[0]!.length - bytes.length > LOOKBACK) this.blocks.shift();
  }

  /** Reads from shortly before `from` on. */
  before(input: Input, from: number): Input {
    const start = Math.max(0, from - LOOKBACK - 1);
    const ahead = Buffer.concat(this.blocks).subarray(start - (this.end - this.size));
    let given = 0;
    const read: Input['read'] = (target) => {
      if (given === ahead.length) return input.read(target);
      const part = ahead.subarray(given, given + target.length);
      target.set(part);
      given += part.length;
      return part.length;
    };
    const { name, size, modified } = input;
    return { name, size, modified, head: () => input.head(), read, close: () => input.close() };
  }

  private get size(): number {
    return this.blocks.reduce((sum, { length }) => sum + length, 0);
  }
}
