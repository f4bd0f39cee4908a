/** LZ4 blocks (lz4_Block_format): sequences of literals and of copies from what was written before. */

/** Fills `target` from the block; false: the block is broken, or not exactly as long as `target`. */
export function readLz4Block(block: Uint8Array, target: Uint8Array): boolean {
  let from = 0;
  let at = 0;

  /** A length of 15 goes on in further bytes, up to one that is not 255. */
  const lengthOf = (start: number): number => {
    let length = start;
    for (let byte = start === 15 ? 255 : 0; byte === 255;) {
      byte = block[from++] ?? 0;
      length += byte;
    }
    return length;
  };

  while (from < block.length) {
    const token = block[from++]!;
    const literals = lengthOf(token >> 4);
    if (from + literals > block.length || at + literals > target.length) return false;
    target.set(block.subarray(from, from + literals), at);
    from += literals;
    at += literals;
    if (from === block.length) return at === target.length;
    if (from + 2 > block.length) return false;
    const distance = block[from]! | (block[from + 1]! << 8);
    from += 2;
    const length = lengthOf(token & 15) + 4;
    if (distance === 0 || distance > at || at + length > target.length) return false;
    if (distance >= length) target.copyWithin(at, at - distance, at - distance + length);
    else for (let i = 0; i < length; i++) target[at + i] = target[at + i - distance]!;
    at += length;
  }
  return false;
}
