/** The bytes of a member of a tar archive. */
import { Layer } from '../bounds.ts';
import type { Cursor } from '../cursor.ts';
import type { Member, Opening } from '../member.ts';
import type { SparseFile } from './sparse.ts';

type Read = Member['read'];

/** `stored` bytes from where the cursor stands; `onCut`: the archive ends among them. */
export function storedRead(cursor: Cursor, stored: number, onCut: () => void): Read {
  let left = stored;
  const took = (count: number): number => {
    if (count === 0 && left > 0) {
      left = 0;
      onCut();
    }
    left -= count;
    return count;
  };
  return (target) => {
    if (left === 0) return 0;
    const count = cursor.read(target.length > left ? target.subarray(0, left) : target);
    return typeof count === 'number' ? took(count) : count.then(took);
  };
}

/** Data in its places, zeros between. `onBomb`: the holes are too large to be read through. */
export function sparseRead(
  stored: Read,
  { pieces, size }: SparseFile,
  meter: Opening['meter'],
  onBomb: (why: string) => void,
): Read {
  const layer = new Layer(meter);
  let position = 0;
  let piece = 0;

  function give(count: number): number {
    position += count;
    const why = layer.give(count);
    if (why !== undefined) onBomb(why);
    return count;
  }

  return async (target) => {
    if (layer.stopped !== undefined) return 0;
    while (piece < pieces.length && position >= pieces[piece]!.offset + pieces[piece]!.length) piece++;
    const next = pieces[piece] ?? { offset: size, length: 0 };
    if (position < next.offset) {
      const zeros = Math.min(target.length, next.offset - position);
      target.fill(0, 0, zeros);
      return give(zeros);
    }
    const wanted = Math.min(target.length, next.offset + next.length - position);
    const count = await stored(target.subarray(0, wanted));
    layer.taken += count;
    return give(count);
  };
}
