/** LZMA2: chunks of LZMA or of bytes as they are, 2 MiB each at most. */
import { broken, BrokenStream, cut } from './broken.ts';
import type { Bytes } from './bytes.ts';
import { Lzma } from './lzma.ts';
import { LzmaWindow } from './lzma-window.ts';

/** First values of a chunk's control byte. */
const CONTROL = { end: 0, storedReset: 1, stored: 2, lzma: 0x80, lzmaResetAll: 0xe0 } as const;

export interface Lzma2Chunk {
  readonly control: number;
  readonly headerBytes: number;
  readonly packed: number;
  readonly unpacked: number;
}

/** What must come before a chunk of LZMA: nothing yet, new properties, a new state. */
type Need = 'dictionary' | 'properties' | 'nothing';

/** Takes LZMA2 data up to its end mark. `reach`: size of its dictionary. Throws BrokenStream behind the good bytes. */
export async function* lzma2(bytes: Bytes, reach: number): AsyncGenerator<Uint8Array, void> {
  const window = new LzmaWindow(reach);
  const lzma = new Lzma(window);
  let need: Need = 'dictionary';
  for (let chunk = await nextChunk(bytes); chunk !== undefined; chunk = await nextChunk(bytes)) {
    const { control, headerBytes, packed, unpacked } = chunk;
    const whole = await bytes.fill(headerBytes + packed);
    if (control === CONTROL.storedReset || control >= CONTROL.lzmaResetAll) {
      window.reset();
      need = 'properties';
    } else if (need === 'dictionary') throw broken('its first chunk is not marked as such');
    window.makeRoom(unpacked);
    const from = window.at;
    const body = bytes.view.subarray(headerBytes, headerBytes + packed);
    let failed: unknown;
    try {
      if (control < CONTROL.lzma) window.write(body);
      else need = decode(lzma, chunk, { body, property: bytes.view[5]!, need });
    } catch (error) {
      failed = error;
    }
    if (window.at > from) yield window.since(from);
    if (failed !== undefined) throw whole || !(failed instanceof BrokenStream) ? failed : cut();
    if (!whole) throw cut();
    bytes.take(headerBytes + packed);
  }
}

interface ChunkBody {
  readonly body: Uint8Array;
  readonly property: number;
  readonly need: Need;
}

function decode(lzma: Lzma, chunk: Lzma2Chunk, { body, property, need }: ChunkBody): Need {
  const resets = (chunk.control >> 5) & 3;
  if (resets >= 2) lzma.setProperties(property);
  else if (need === 'properties') throw broken('a chunk without properties');
  if (resets >= 1) lzma.reset();
  lzma.chunk(body, chunk.unpacked);
  return 'nothing';
}

/** The next chunk, not yet taken; undefined at the end mark, which is taken. */
async function nextChunk(bytes: Bytes): Promise<Lzma2Chunk | undefined> {
  if (!(await bytes.fill(1))) throw cut();
  const control = bytes.view[0]!;
  if (control === CONTROL.end) {
    bytes.take(1);
    return undefined;
  }
  if (control > CONTROL.stored && control < CONTROL.lzma) throw broken('a chunk of no known kind');
  const headerBytes = control < CONTROL.lzma ? 3 : control < 0xc0 ? 5 : 6;
  if (!(await bytes.fill(headerBytes))) throw cut();
  const [, b1, b2, b3, b4] = bytes.view as unknown as [number, number, number, number, number];
  const size = ((b1 << 8) | b2) + 1;
  if (control < CONTROL.lzma) return { control, headerBytes, packed: size, unpacked: size };
  return { control, headerBytes, packed: ((b3 << 8) | b4) + 1, unpacked: ((control & 0x1f) << 16) + size };
}
