/** A part of an input that can be read from any place. */
import type { Input } from '../../input.ts';

export type RandomInput = Input & Required<Pick<Input, 'readAt'>> & { readonly size: number };

export function isRandom(input: Input): input is RandomInput {
  return input.readAt !== undefined && input.size !== undefined;
}

/** From `start` on, `length` bytes or fewer where the input ends. Closing it closes nothing. */
export function sectionOf(input: RandomInput, start: number, length: number): Input {
  let position = start;
  const end = start + length;
  return {
    name: input.name,
    size: length,
    modified: input.modified,
    head: () => Promise.resolve(new Uint8Array(0)),
    read: (target) => {
      const count = input.readAt(target.subarray(0, Math.min(target.length, end - position)), position);
      position += count;
      return count;
    },
    close: () => undefined,
  };
}

/** `count` bytes from `start`; fewer at the end, none before the start. */
export function bytesAt(input: RandomInput, start: number, count: number): Uint8Array {
  const bytes = new Uint8Array(start < 0 ? 0 : Math.max(0, Math.min(count, input.size - start)));
  let done = 0;
  while (done < bytes.length) {
    const got = input.readAt(bytes.subarray(done), start + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}
