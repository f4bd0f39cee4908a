/** Several cursors as one, in order of time, each document once. */
import type { Hit } from './session.ts';

export interface Pages {
  next(): Promise<readonly Hit[]>;
}

/** Documents of one time that are remembered. */
const MAX_TIES = 1 << 20;

/** Pages of all cursors together. A document that several of them find, or that comes again, is given once. */
export async function* merged(cursors: readonly Pages[]): AsyncGenerator<readonly Hit[]> {
  const once = new Once();
  const open = await Promise.all(cursors.map(async (cursor) => new Head(cursor, await cursor.next())));
  for (let left = alive(open); left.length > 0; left = alive(left)) {
    // Up to where the shortest page reaches all is known.
    const end = Math.min(...left.map((head) => head.end));
    const part = left.flatMap((head) => head.takeTo(end));
    if (left.length > 1) part.sort((a, b) => timeOf(a) - timeOf(b));
    const fresh = part.filter((hit) => once.isNew(hit));
    if (fresh.length > 0) yield fresh;
    await Promise.all(left.map((head) => head.refill()));
  }
}

function alive(heads: readonly Head[]): Head[] {
  return heads.filter((head) => head.page.length > 0);
}

/** The page of a cursor that waits to be given. */
class Head {
  page: readonly Hit[];
  private readonly cursor: Pages;

  constructor(cursor: Pages, page: readonly Hit[]) {
    this.cursor = cursor;
    this.page = page;
  }

  /** Time of its last document. */
  get end(): number {
    return timeOf(this.page.at(-1)!);
  }

  takeTo(end: number): readonly Hit[] {
    const { page } = this;
    let count = page.length;
    while (count > 0 && timeOf(page[count - 1]!) > end) count--;
    this.page = page.slice(count);
    return page.slice(0, count);
  }

  async refill(): Promise<void> {
    if (this.page.length === 0) this.page = await this.cursor.next();
  }
}

/** More documents of one time than are remembered. */
export class TooManyTies extends Error {}

/** Knows the documents of the latest time. */
class Once {
  private time = -Infinity;
  private readonly ids = new Set<string>();

  isNew(hit: Hit): boolean {
    const time = timeOf(hit);
    if (time > this.time) {
      this.time = time;
      this.ids.clear();
    }
    const id = `${hit._index}/${hit._id}`;
    if (this.ids.has(id)) return false;
    if (this.ids.size === MAX_TIES)
      throw new TooManyTies(`more than ${MAX_TIES} documents have the same @timestamp`);
    this.ids.add(id);
    return true;
  }
}

function timeOf({ sort }: Hit): number {
  return Number(sort[0]);
}

/** What several generators give, whichever is there first; each is one step ahead at most. */
export async function* interleaved<T>(generators: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const step = async (generator: AsyncGenerator<T>) => ({ generator, result: await generator.next() });
  const pending = new Map(generators.map((generator) => [generator, step(generator)]));
  // A failure is seen where it is waited for.
  for (const promise of pending.values()) promise.catch(() => undefined);
  while (pending.size > 0) {
    const { generator, result } = await Promise.race(pending.values());
    if (result.done === true) {
      pending.delete(generator);
      continue;
    }
    const next = step(generator);
    next.catch(() => undefined);
    pending.set(generator, next);
    yield result.value;
  }
}
