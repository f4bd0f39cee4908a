/** Reads pieces into findings: the same in the main thread and in a worker. */
import { hostname } from 'node:os';
import { Sampler } from '../core/blindspots/sampler.ts';
import type { Problem } from '../core/errors.ts';
import { holdsNodes, isNodeFile, MAX_NODE_FILE, nodeFacts } from '../core/formats/paths/node-files.ts';
import { lacksZone } from '../core/formats/time/anchor.ts';
import type { SourceContext } from '../core/formats/format.ts';
import type { RulePack } from '../core/rules/pack.ts';
import type { Scanner } from '../core/scanner/scanner.ts';
import type { ChoiceOptions } from '../sources/archive/choice.ts';
import { BundleZones } from '../sources/bundle-zones.ts';
import type { ZoneOfLog } from '../sources/bundle-zones.ts';
import { fileInput, joined } from '../sources/input.ts';
import type { Input } from '../sources/input.ts';
import { leavesOf } from '../sources/leaves.ts';
import type { Leaf, Stop } from '../sources/leaves.ts';
import { reasonOf } from '../sources/paths.ts';
import { isSystemError } from '../sources/system-error.ts';
import { refusalFix } from '../sources/refusal.ts';
import { packScanner } from './pack-scanner.ts';
import type { PieceFindings } from './findings.ts';
import type { Claims } from './claims.ts';
import { lineStartFrom } from './line-starts.ts';
import type { Part, Piece, RangePart } from './piece.ts';
import { contextFor, openRange, openSource } from './source.ts';
import type { OpenSource, SourceSetup } from './source.ts';

/** How to read, as plain data. */
export interface ReadingSettings {
  readonly scan: boolean;
  /** Host of entries that name none; undefined: this machine for standard input, else unknown. */
  readonly host: string | undefined;
  readonly timeZone: string;
  /** The user named it. */
  readonly timeZoneGiven: boolean;
  readonly format: string | undefined;
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Account for all entries that look bad. */
  readonly covers: boolean;
  /** What to take of archives. */
  readonly members: ChoiceOptions;
}

/** Follows a reader at work. */
export interface Monitor extends Stop {
  /** Aborts with the stop. */
  readonly signal: AbortSignal | undefined;
  /** How far to read of a range. */
  readonly claims: Claims;
  /** The next part of the piece begins. */
  part(index: number): void;
  opened(name: string, source: OpenSource): void;
  /** The system is asked for bytes, which may take any time; then the reader works on them. */
  waits(): void;
  works(): void;
  /** So many bytes were read in all of the source; `paused`: a live stream is silent. A promise lets others do their work. */
  moved(bytes: number, paused: boolean): void | Promise<void>;
  closed(bytes: number): void;
}

export class PieceReader {
  private readonly settings: ReadingSettings;
  private readonly monitor: Monitor;
  private readonly pack: RulePack;
  private readonly scanner: Scanner;
  private readonly analyse: SourceSetup['analyse'];
  private readonly zones: BundleZones;
  /** What is read comes through a pipe. */
  private isStream = false;
  private latest:
    | {
        readonly path: string | number;
        readonly context: SourceContext;
        readonly zone: ZoneOfLog | undefined;
      }
    | undefined;

  constructor(pack: RulePack, settings: ReadingSettings, monitor: Monitor, analyse?: SourceSetup['analyse']) {
    this.settings = settings;
    this.monitor = monitor;
    this.pack = pack;
    this.analyse = analyse;
    this.scanner = packScanner(pack);
    this.zones = new BundleZones(monitor);
  }

  /** Throws only for faults of this program; what can't be read is a problem among the findings. */
  async read(piece: Piece, into: PieceFindings): Promise<void> {
    for (const [index, part] of piece.parts.entries()) {
      if (this.monitor.stopped) return;
      this.monitor.part(index);
      await this.part(part, into);
    }
  }

  /** All that the input contains. Closes it. */
  async input(input: Input, named: boolean, into: PieceFindings): Promise<void> {
    const onProblem = (problem: Problem): void => {
      into.problems.push(problem);
    };
    const stop = this.monitor;
    this.isStream = input.size === undefined;
    this.zones.inside(input);
    this.monitor.waits();
    for await (const leaf of leavesOf(input, { ...this.settings.members, named, onProblem, stop })) {
      await this.source(leaf, into);
      // Else the rest of an archive would be gone through.
      if (this.monitor.stopped) break;
      this.monitor.waits();
    }
    this.monitor.works();
  }

  private async part(part: Part, into: PieceFindings): Promise<void> {
    let input: Input;
    try {
      this.monitor.waits();
      input = fileInput(part.name, part.path, this.monitor.signal);
      this.monitor.works();
    } catch (error) {
      into.problems.push(unreadable(part.name, error));
      return;
    }
    const { range } = part;
    this.isStream = false;
    if (range === undefined) await this.input(input, part.named, into);
    else await this.closing(input, into, () => this.range(input, { ...part, range }, into));
  }

  private async source({ input, named }: Leaf, into: PieceFindings): Promise<void> {
    await this.closing(input, into, async () => {
      this.monitor.waits();
      const head = await input.head();
      if (!named && isNodeFile(input.name) && holdsNodes(input.name, latin1.decode(head))) {
        into.told.push(...nodeFacts(input.name, await textOf(input, MAX_NODE_FILE)));
        return;
      }
      const zone = await this.zoneOf(input.name, head);
      this.monitor.works();
      const setup = this.setup(input.name, into, zone);
      const opened = openSource(input, head, setup);
      if (!('problem' in opened)) await this.drain(input, opened, into, setup.sampler);
      else if (!this.monitor.stopped) notALog(opened.problem, named, into);
    });
  }

  private async range(input: Input, part: RangePart, into: PieceFindings): Promise<void> {
    this.monitor.waits();
    const { context, zone } = await this.contextOf(input, part);
    const from = lineStartFrom(part.range.from, input.readAt!);
    this.monitor.works();
    if (from === undefined) return;
    const { claims } = this.monitor;
    const setup = this.setup(input.name, into, zone);
    await this.drain(input, openRange(context, { from, claims }, setup), into, setup.sampler);
  }

  /** Mostly the next piece is of the same file. */
  private async contextOf(
    input: Input,
    { path, name, modified }: Part,
  ): Promise<NonNullable<typeof this.latest>> {
    if (this.latest?.path !== path) {
      const head = await input.head();
      const zone = await this.zoneOf(name, head);
      const context = contextFor({ name, modified }, head, { ...this.settings, bundleZone: zone?.zone });
      this.latest = { path, context, zone };
    }
    return this.latest;
  }

  /** What the bundle tells counts where neither the user nor the lines name a zone. */
  private async zoneOf(name: string, head: Uint8Array): Promise<ZoneOfLog | undefined> {
    return this.settings.timeZoneGiven ? undefined : this.zones.zoneOf(name, () => lacksZone(head));
  }

  private async closing(input: Input, into: PieceFindings, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      // Anything but the system's refusal is a fault of this program, not of the input.
      if (!isSystemError(error)) throw error;
      into.problems.push(unreadable(input.name, error));
    } finally {
      input.close();
    }
  }

  private setup(
    name: string,
    { book, coverage }: PieceFindings,
    zone: ZoneOfLog | undefined,
  ): SourceSetup & { readonly sampler: Sampler } {
    const { settings, pack, scanner, analyse } = this;
    const host = settings.host ?? (name === '-' ? hostname() : '');
    const isOpen = zone !== undefined && zone.zone === undefined;
    const assumed = isOpen ? { zone: settings.timeZone, piped: zone.piped } : undefined;
    const sampler = new Sampler(name, host, assumed);
    const bundleZone = zone?.zone;
    return { ...settings, bundleZone, host, pack, scanner, book, analyse, coverage, sampler };
  }

  private async drain(
    input: Input,
    source: OpenSource,
    into: PieceFindings,
    sampler: Sampler,
  ): Promise<void> {
    const { name } = input;
    this.monitor.opened(name, source);
    try {
      await this.pump(input, source);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      into.problems.push({
        code: 'INPUT_READ_FAILED',
        message: `reading stopped: ${reasonOf(error)}`,
        place: { file: name },
      });
    }
    await source.end();
    const bytes = source.bytes();
    into.problems.push(...source.problems());
    into.cutLines += source.cutLines();
    into.bytes += bytes;
    into.sources.push({ name, bytes, lines: source.lines() });
    into.profiles.push(...sampler.profiles());
    this.monitor.closed(bytes);
  }

  private async pump(input: Input, source: OpenSource): Promise<void> {
    const { monitor } = this;
    // What a pipe has handed over already is read, however little it is: it ends by itself.
    const goesOn = (): boolean => this.isStream || !monitor.stopped;
    const watched = waitingInput(input, monitor);
    while (goesOn()) {
      const result = source.read(watched);
      const count = typeof result === 'number' ? result : await result;
      if (count === 0) break;
      if (count < 0) source.pause();
      const pause = monitor.moved(source.bytes(), count < 0);
      if (pause !== undefined) await pause;
    }
  }
}

const latin1 = new TextDecoder('latin1');

/** Empty where it is longer than `most` bytes. */
async function textOf(input: Input, most: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size <= most) {
    const part = new Uint8Array(256 << 10);
    const count = await input.read(part);
    if (count === 0) return new TextDecoder().decode(joined(parts, size));
    parts.push(part.subarray(0, count));
    size += count;
  }
  return '';
}

/** The input, telling the monitor when it waits for the system. */
function waitingInput(input: Input, monitor: Monitor): Input {
  const back = (count: number): number => {
    monitor.works();
    return count;
  };
  return {
    name: input.name,
    size: input.size,
    modified: input.modified,
    readAt: (target, position) => {
      monitor.waits();
      return back(input.readAt!(target, position));
    },
    head: () => input.head(),
    read: (target) => {
      monitor.waits();
      const result = input.read(target);
      return typeof result === 'number' ? back(result) : result.then(back);
    },
    close: () => input.close(),
  };
}

export function unreadable(file: string, error: unknown): Problem {
  const fix = refusalFix(file, error);
  const message = reasonOf(error);
  return { code: 'INPUT_NOT_READABLE', message, place: { file }, ...(fix === undefined ? {} : { fix }) };
}

/** In a folder an empty file is nothing to talk about, and neither is what an archive lost. */
function notALog(problem: Problem, named: boolean, into: PieceFindings): void {
  const isEmpty = problem.code === 'INPUT_EMPTY';
  const isTold = into.problems.some(({ place }) => place?.file === problem.place?.file);
  if (!isEmpty || (named && !isTold)) into.problems.push(problem);
}
