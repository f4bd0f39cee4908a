/** Inputs made of other inputs: members of archives, and inputs that are counted on their way. */
import { HEAD_BYTES } from '../input.ts';
import type { Input } from '../input.ts';
import type { Stop } from '../leaves.ts';
import { Layer } from './bounds.ts';
import type { Meter } from './bounds.ts';

export interface Content {
  readonly name: string;
  readonly size: number | undefined;
  readonly modified: number;
  read(target: Uint8Array): number | Promise<number>;
  close?(): void;
}

/** Gives it a head, which is read again. Closed, it is at its end. */
export function contentInput(content: Content): Input {
  let ahead: Uint8Array | undefined;
  let given = 0;
  let closed = false;

  async function head(): Promise<Uint8Array> {
    if (ahead === undefined) {
      const wanted = Math.min(HEAD_BYTES, content.size ?? HEAD_BYTES);
      const space = new Uint8Array(wanted);
      let count = 0;
      while (count < wanted) {
        const got = await content.read(space.subarray(count));
        if (got === 0) break;
        if (got > 0) count += got;
      }
      ahead = space.subarray(0, count);
    }
    return ahead;
  }

  function read(target: Uint8Array): number | Promise<number> {
    if (closed) return 0;
    const left = (ahead?.length ?? 0) - given;
    if (left === 0) return content.read(target);
    const count = Math.min(left, target.length);
    target.set(ahead!.subarray(given, given + count));
    given += count;
    return count;
  }

  return {
    name: content.name,
    size: content.size,
    modified: content.modified,
    head,
    read,
    close: () => {
      closed = true;
      content.close?.();
    },
  };
}

/** The same input; what is read of it is told. */
export function countedInput(input: Input, onRead: (count: number) => void): Input {
  const counted = (count: number): number => {
    if (count > 0) onRead(count);
    return count;
  };
  const { readAt } = input;
  return {
    name: input.name,
    size: input.size,
    modified: input.modified,
    ...(input.path === undefined ? {} : { path: input.path }),
    ...(readAt === undefined ? {} : { readAt: (target, position) => counted(readAt(target, position)) }),
    head: () => input.head(),
    read: (target) => {
      const count = input.read(target);
      return typeof count === 'number' ? counted(count) : count.then(counted);
    },
    close: () => input.close(),
  };
}

/** The same input; at its end once it is stopped, so that nothing goes on through what is passed over. */
export function stoppableInput(input: Input, stop: Stop): Input {
  const { readAt } = input;
  const read = (target: Uint8Array): number | Promise<number> => (stop.stopped ? 0 : input.read(target));
  return {
    name: input.name,
    size: input.size,
    modified: input.modified,
    ...(input.path === undefined ? {} : { path: input.path }),
    ...(readAt === undefined
      ? {}
      : { readAt: (target, position) => (stop.stopped ? 0 : readAt(target, position)) }),
    head: () => input.head(),
    read: (target) => {
      const breath = stop.breathe();
      return breath === undefined ? read(target) : breath.then(() => read(target));
    },
    close: () => input.close(),
  };
}

/** A decompressed stream that ends where it gives too much. `taken`: compressed bytes read so far. */
export function boundedInput(
  input: Input,
  taken: () => number,
  meter: Meter,
  onBomb: (why: string) => void,
): Input {
  const layer = new Layer(meter);
  const bounded = (count: number): number => {
    layer.taken = taken();
    const why = count > 0 ? layer.give(count) : undefined;
    if (why !== undefined) onBomb(why);
    return count;
  };
  const content: Content = {
    name: input.name,
    size: undefined,
    modified: input.modified,
    read: (target) => {
      if (layer.stopped !== undefined) return 0;
      const count = input.read(target);
      return typeof count === 'number' ? bounded(count) : count.then(bounded);
    },
    close: () => input.close(),
  };
  return contentInput(content);
}
