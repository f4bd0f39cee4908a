/** The time zones that support bundles tell of their nodes, in small files beside the logs: on disk, or in the archive that is read. */
import { closeSync, fstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { clockOf } from '../core/formats/paths/clock.ts';
import type { NodeClock } from '../core/formats/paths/clock.ts';
import { toldZone } from '../core/formats/time/told-zone.ts';
import type { Input } from './input.ts';
import type { Stop } from './leaves.ts';

/** Bytes of a telling file that are looked at. */
const TOLD_BYTES = 4096;
/** Nodes that are remembered. */
const MAX_NODES = 10_000;

/** What a file tells, the more exact the lower `rank`. */
interface Told {
  readonly zone: string;
  readonly rank: number;
}

/** What is to be said of the zone of a log without one. */
export interface ZoneOfLog {
  /** Undefined: the bundle does not tell. */
  readonly zone: string | undefined;
  /** It may, but can't be read twice. */
  readonly piped: boolean;
}

/** Of one reader: remembers what it has looked up. */
export class BundleZones {
  private readonly stop: Stop | undefined;
  /** By the root of the node. */
  private readonly known = new Map<string, string | undefined>();
  private archive: Input | undefined;
  /** How often the archive has been gone through. */
  private looks = 0;

  constructor(stop?: Stop) {
    this.stop = stop;
  }

  /** What is asked for from now on may be in this archive. */
  inside(archive: Input): void {
    this.archive = archive;
    this.looks = 0;
  }

  /** Zone of the node whose log has this name; undefined: it is in no bundle, or names a zone itself, which `lacksZone` says. */
  async zoneOf(name: string, lacksZone: () => boolean): Promise<ZoneOfLog | undefined> {
    const clock = clockOf(name);
    if (clock === undefined || !lacksZone()) return undefined;
    if (clock === 'UTC') return { zone: clock, piped: false };
    const { root } = clock;
    if (!this.known.has(root)) await this.look(clock);
    const zone = this.known.get(root);
    const isPiped = this.isInside(root) && this.archive!.readAt === undefined;
    return { zone, piped: zone === undefined && isPiped };
  }

  private isInside(root: string): boolean {
    return this.archive !== undefined && root.startsWith(`${this.archive.name}!`);
  }

  private async look(clock: NodeClock): Promise<void> {
    if (this.known.size >= MAX_NODES) this.known.clear();
    const isInside = this.isInside(clock.root);
    const told = isInside ? await this.inArchive(this.archive!, clock.root) : new Map<string, Told>();
    for (const [root, { zone }] of told) this.known.set(root, zone);
    if (!this.known.has(clock.root)) this.known.set(clock.root, isInside ? undefined : onDisk(clock));
  }

  /**
   * Goes through the archive once more, if it can be read again, and looks at the files that tell: the first time until all is told of
   * this node, as most archives have one; the second time to the end.
   */
  private async inArchive(archive: Input, root: string): Promise<ReadonlyMap<string, Told>> {
    const best = new Map<string, Told>();
    const again = this.looks < 2 ? readAgain(archive) : undefined;
    if (again === undefined) return best;
    const isFirst = this.looks++ === 0;
    const { tellingLeaves } = await import('./archive/telling.ts');
    for await (const { input } of tellingLeaves(again, this.stop)) {
      const clock = clockOf(input.name);
      if (clock === undefined || clock === 'UTC') continue;
      const told = await toldBy(input, clock);
      if (told === undefined || told.rank >= (best.get(clock.root)?.rank ?? Infinity)) continue;
      best.set(clock.root, told);
      if (isFirst && told.rank === 0 && clock.root === root) break;
    }
    return best;
  }
}

async function toldBy(input: Input, { root, tells }: NodeClock): Promise<Told | undefined> {
  const path = input.name.slice(root.length + 1);
  const rank = tells.indexOf(path);
  if (rank < 0) return undefined;
  const text = new TextDecoder().decode((await input.head()).subarray(0, TOLD_BYTES));
  const zone = toldZone({ path, text, modified: input.modified });
  return zone === undefined ? undefined : { zone, rank };
}

/** The same bytes from their start, beside the reading that goes on. */
function readAgain(input: Input): Input | undefined {
  const { name, size, modified, readAt } = input;
  if (readAt === undefined) return undefined;
  let position = 0;
  const read = (target: Uint8Array): number => {
    const count = readAt(target, position);
    position += count;
    return count;
  };
  return { name, size, modified, readAt, head: () => input.head(), read, close: () => undefined };
}

function onDisk({ root, tells }: NodeClock): string | undefined {
  for (const path of tells) {
    const file = `${root}/${path}`;
    const zone = path.endsWith('localtime') ? ofLink(file) : ofFile(file);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

function ofLink(file: string): string | undefined {
  try {
    return toldZone({ path: file, text: readlinkSync(file), modified: undefined });
  } catch {
    return undefined;
  }
}

function ofFile(file: string): string | undefined {
  try {
    const fd = openSync(file, 'r');
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return undefined;
      const bytes = Buffer.alloc(TOLD_BYTES);
      const text = bytes.toString('utf8', 0, readSync(fd, bytes, 0, bytes.length, 0));
      return toldZone({ path: file, text, modified: stat.mtimeMs });
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}
