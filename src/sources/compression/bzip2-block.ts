/** One block of bzip2: Huffman codes, then move-to-front and runs of zeros, to the sorted text. */
import { broken } from './broken.ts';
import type { Bits } from './bzip2-bits.ts';

const MAX_CODE = 20;
const GROUP = 50;

/** The block as it was sorted. */
export interface SortedBlock {
  /** A byte each in its lowest 8 bits; the rest is free for `unsortedBlock`. Valid until the next block. */
  readonly symbols: Uint32Array;
  readonly length: number;
  readonly counts: Uint32Array;
  readonly origin: number;
}

interface Code {
  /** Largest code of each length, left-aligned to 20 bits; and where its symbols begin. */
  readonly limit: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
}

/** `symbols`: space for as many bytes as the stream's level allows. Throws BrokenStream. */
export function readBlock(bits: Bits, symbols: Uint32Array): SortedBlock {
  if (bits.read(1) === 1) throw broken('a randomised block, which no bzip2 since 1997 writes');
  const origin = bits.read(24);
  const used = usedBytes(bits);
  const groups = bits.read(3);
  if (groups < 2 || groups > 6) throw broken('a wrong number of tables');
  const selectors = readSelectors(bits, groups);
  const codes = Array.from({ length: groups }, () => readCode(bits, used.length + 2));
  const block = { symbols, counts: new Uint32Array(256), origin };
  const length = readSymbols(bits, { selectors, codes, used, ...block });
  if (origin >= length) throw broken('a block begins behind its end');
  return { ...block, length };
}

function usedBytes(bits: Bits): Uint8Array {
  const rows = bits.read(16);
  const used: number[] = [];
  for (let row = 0; row < 16; row++) {
    if (((rows >> (15 - row)) & 1) === 0) continue;
    const columns = bits.read(16);
    for (let column = 0; column < 16; column++) {
      if ((columns >> (15 - column)) & 1) used.push(row * 16 + column);
    }
  }
  if (used.length === 0) throw broken('a block that uses no byte');
  return Uint8Array.from(used);
}

function readSelectors(bits: Bits, groups: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0) throw broken('a block without selectors');
  const order = [0, 1, 2, 3, 4, 5].slice(0, groups);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= groups) throw broken('a wrong selector');
    const [group] = order.splice(place, 1);
    order.unshift(group!);
    selectors[i] = group!;
  }
  return selectors;
}

function readCode(bits: Bits, size: number): Code {
  const lengths = new Uint8Array(size);
  let length = bits.read(5);
  for (let symbol = 0; symbol < size; symbol++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE) throw broken('a code of impossible length');
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return codeOf(lengths);
}

/** Canonical: codes of one length follow each other, shorter lengths first. */
function codeOf(lengths: Uint8Array): Code {
  const limit = new Int32Array(MAX_CODE + 2).fill(-1);
  const offset = new Int32Array(MAX_CODE + 2);
  const symbols = new Uint16Array(lengths.length);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= MAX_CODE; length++) {
    offset[length] = place - code;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      symbols[place++] = symbol;
      code++;
    }
    limit[length] = code - 1;
    code <<= 1;
  }
  return { limit, offset, symbols, shortest: Math.min(...lengths) };
}

interface SymbolReading {
  readonly selectors: Uint8Array;
  readonly codes: readonly Code[];
  readonly used: Uint8Array;
  readonly symbols: Uint32Array;
  readonly counts: Uint32Array;
}

/** Number of bytes. Symbols 0 and 1 are digits of a run of the front byte, the last one ends the block. */
function readSymbols(bits: Bits, reading: SymbolReading): number {
  const { selectors, codes, used, symbols, counts } = reading;
  const capacity = symbols.length;
  const front = used.slice();
  const end = used.length + 1;
  let length = 0;
  let run = 0;
  let digit = 1;
  for (let i = 0; ; i++) {
    if (i >= selectors.length * GROUP) throw broken('a block without end');
    const symbol = readSymbol(bits, codes[selectors[(i / GROUP) | 0]!]!);
    if (symbol <= 1) {
      run += digit << symbol;
      digit <<= 1;
      if (run > capacity) throw broken('a run longer than its block');
      continue;
    }
    if (run > 0) {
      if (length + run > capacity) throw broken('a block longer than it may be');
      symbols.fill(front[0]!, length, length + run);
      counts[front[0]!]! += run;
      length += run;
      run = 0;
      digit = 1;
    }
    if (symbol === end) return length;
    if (length >= capacity) throw broken('a block longer than it may be');
    const byte = front[symbol - 1]!;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = byte;
    symbols[length++] = byte;
    counts[byte]!++;
  }
}

function readSymbol(bits: Bits, code: Code): number {
  let length = code.shortest;
  let value = bits.read(length);
  while (value > code.limit[length]!) {
    if (++length > MAX_CODE) throw broken('a code that stands for nothing');
    value = (value << 1) | bits.read(1);
  }
  const place = value + code.offset[length]!;
  if (place < 0 || place >= code.symbols.length) throw broken('a code that stands for nothing');
  return code.symbols[place]!;
}
