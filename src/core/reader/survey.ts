/** The look at each line by the WebAssembly kernel: where it keeps what it knows, and what it answers. Its source is ../scanner/kernel/survey.ts. */
import type { SpareMemory } from '../scanner/scanner.ts';
import { DOCKER_KEYS, JOURNAL_KEYS, MAX_FRAME } from './json-line.ts';
import { SURVEY_KERNEL } from './survey-kernel.gen.ts';

/** Offsets into the area; the kernel has the same. */
const CLOCK_LENGTH = 16;
const STAMP_LENGTH = 20;
const TAG_COUNT = 24;
const COUNT = 28;
const LINES = 32;
const ZONE_LENGTH = 36;
const BEHIND_WHOLE = 40;
const FRAME_COUNT = 44;
const STAMP = 48;
const DATE = 88;
const ZONE = 100;
const TAGS = 112;
const TAG_SIZE = 144;
const TAG_TEXT = 8;
const TABLES = 2048;
/** Slots of a memo of texts, and bytes of all its texts. */
export const SLOTS = 1 << 14;
export const TEXT_BYTES = 4 << 20;
const TABLE_BYTES = SLOTS * 4;
const RECORDS = TABLES + 4 * TABLE_BYTES;
/** Known lines of one call. */
const ROOM = 2048;
const RECORD_BYTES = 32;
const TEXTS = RECORDS + ROOM * RECORD_BYTES;
/** The longest text that is remembered. */
export const MAX_TEXT = 4 << 10;
/** Behind the blanked text: keys of JSON, frames, and room for the frame of a line. */
const KEYS = TEXTS + TEXT_BYTES + MAX_TEXT;
const KEY_SIZE = 32;
const MAX_KEYS = 16;
const FRAMES = KEYS + MAX_KEYS * KEY_SIZE;
const FRAME_TEXT = 8;
const FRAME_SIZE = FRAME_TEXT + MAX_FRAME;

/** Added to the kinds of docker's keys. */
const DOCKER_KIND = 8;
/** `+02:00` */
const ZONE_ROOM = 6;

/** Whose time of a line counts. */
export const FORM = { journal: 0, logrus: 1, klog: 2, cri: 3, micros: 4 } as const;

/** Tables of a memo of texts. */
export interface MemoTables {
  readonly digests: Int32Array;
  readonly keys: Int32Array;
  readonly starts: Int32Array;
  /** 0: an empty slot. */
  readonly lengths: Int32Array;
  readonly texts: DataView;
  /** Room for one text whose ids are blanked. */
  readonly blanked: DataView;
}

/** Tables that no kernel looks into. */
export function plainTables(): MemoTables {
  return tablesIn(new ArrayBuffer(4 * TABLE_BYTES + TEXT_BYTES + MAX_TEXT), 0, 4 * TABLE_BYTES);
}

/** The texts, from `textsAt` on, are followed by the blanked one. */
function tablesIn(memory: ArrayBuffer, at: number, textsAt: number): MemoTables {
  const table = (i: number): Int32Array => new Int32Array(memory, at + i * TABLE_BYTES, SLOTS);
  const texts = new DataView(memory, textsAt, TEXT_BYTES);
  const blanked = new DataView(memory, textsAt + TEXT_BYTES, MAX_TEXT);
  return { digests: table(0), keys: table(1), starts: table(2), lengths: table(3), texts, blanked };
}

interface Kernel {
  place(area: number): void;
  survey(from: number, to: number, stop: number): number;
}

const kernels = new WeakMap<SpareMemory, SurveyKernel | undefined>();

export class SurveyKernel {
  readonly tables: MemoTables;
  /** Of the last call: known lines, and lines looked at. */
  count = 0;
  lines = 0;
  private readonly kernel: Kernel;
  private readonly window: number;
  private readonly area: DataView;
  private readonly bytes: Uint8Array;
  private readonly records: Int32Array;

  /** Who uses it: sources take turns. */
  owner: object | undefined;

  /** The one in this memory, for a new owner, with nothing known; undefined where the kernel does not run. */
  static claim(spare: SpareMemory | undefined, owner: object): SurveyKernel | undefined {
    if (spare === undefined) return undefined;
    let kernel = kernels.get(spare);
    if (kernel === undefined && !kernels.has(spare)) {
      const made = instantiate(spare.memory);
      kernel = made && new SurveyKernel(made, spare.memory.buffer, spare);
      kernels.set(spare, kernel);
    }
    if (kernel === undefined) return undefined;
    kernel.owner = owner;
    kernel.tables.lengths.fill(0);
    kernel.bytes.fill(0, 0, TAGS);
    return kernel;
  }

  private constructor(kernel: Kernel, memory: ArrayBuffer, { at, window }: { at: number; window: number }) {
    this.kernel = kernel;
    this.window = window;
    this.area = new DataView(memory, at);
    this.bytes = new Uint8Array(memory, at);
    this.records = new Int32Array(memory, at + RECORDS, (ROOM * RECORD_BYTES) / 4);
    this.tables = tablesIn(memory, at + TABLES, at + TEXTS);
    for (const [i, [key, kind]] of [
      ...Object.entries(JOURNAL_KEYS),
      ...Object.entries(DOCKER_KEYS),
    ].entries())
      this.setKey(i, key, kind + (key in DOCKER_KEYS ? DOCKER_KIND : 0));
    kernel.place(at);
  }

  /**
   * Looks at the lines that start in window[from, to). Returns the start of the first that it leaves to its twin (>= to: none).
   * `behindWhole`: see Heads.
   */
  survey(from: number, to: number, stop: number, behindWhole: boolean): number {
    const { window } = this;
    this.area.setInt32(BEHIND_WHOLE, Number(behindWhole), true);
    const next = this.kernel.survey(window + from, window + to, window + stop) - window;
    this.count = this.area.getInt32(COUNT, true);
    this.lines = this.area.getInt32(LINES, true);
    return next;
  }

  /** Fills in a known line of the last call. */
  tell(number: number, line: SurveyedLine): void {
    const { records, window } = this;
    const at = number * (RECORD_BYTES / 4);
    line.start = records[at]! - window;
    line.end = records[at + 1]! - window;
    line.slot = records[at + 2]!;
    line.index = records[at + 3]!;
    line.form = records[at + 4]!;
    line.second = records[at + 5]!;
    line.detail = line.form === FORM.logrus ? records[at + 6]! - window : records[at + 6]!;
    line.day = records[at + 7]!;
  }

  /** Frames of JSON, as `setTags`. */
  setFrames(frames: readonly { readonly id: number; readonly bytes: Uint8Array }[]): void {
    for (const [i, { id, bytes }] of frames.entries()) {
      const at = FRAMES + i * FRAME_SIZE;
      this.area.setInt32(at, id, true);
      this.area.setInt32(at + 4, bytes.length, true);
      this.bytes.set(bytes, at + FRAME_TEXT);
    }
    this.area.setInt32(FRAME_COUNT, frames.length, true);
  }

  private setKey(i: number, key: string, kind: number): void {
    const at = KEYS + i * KEY_SIZE;
    this.area.setInt32(at, key.length | (kind << 8), true);
    for (let c = 0; c < key.length; c++) this.bytes[at + 4 + c] = key.charCodeAt(c);
  }

  /** A journal time, with the blank behind it: those that differ in their clock only are known by it. */
  setClock(bytes: Uint8Array): void {
    this.bytes.set(bytes);
    this.area.setInt32(CLOCK_LENGTH, bytes.length, true);
  }

  /** The date (with its `T`) and the zone of CRI's stamps. */
  setCri(date: Uint8Array, zone: Uint8Array): void {
    if (zone.length > ZONE_ROOM) return;
    this.bytes.set(date, DATE);
    this.bytes.set(zone, ZONE);
    this.area.setInt32(ZONE_LENGTH, zone.length, true);
  }

  /** A time of logrus, as a journal time; at most 40 bytes. */
  setStamp(bytes: Uint8Array): void {
    this.bytes.set(bytes, STAMP);
    this.area.setInt32(STAMP_LENGTH, bytes.length, true);
  }

  get stampLength(): number {
    return this.area.getInt32(STAMP_LENGTH, true);
  }

  /** At most 8, of at most 128 bytes. */
  setTags(tags: readonly { readonly id: number; readonly bytes: Uint8Array }[]): void {
    for (const [i, { id, bytes }] of tags.entries()) {
      const at = TAGS + i * TAG_SIZE;
      this.area.setInt32(at, id, true);
      this.area.setInt32(at + 4, bytes.length, true);
      this.bytes.set(bytes, at + TAG_TEXT);
    }
    this.area.setInt32(TAG_COUNT, tags.length, true);
  }
}

/** A line that the kernel knows; places are of the window. */
export interface SurveyedLine {
  start: number;
  end: number;
  slot: number;
  /** Lines between the call's start and this one. */
  index: number;
  form: number;
  /** Second of the day of the time that counts; of microseconds since the epoch all but the last 9 digits. */
  second: number;
  /** klog: microseconds of the second; CRI: the digits of its fraction; logrus: where its time ends; else the last 9 digits. */
  detail: number;
  /** klog: 32 times the month, and the day; CRI: how many digits. */
  day: number;
}

function instantiate(memory: WebAssembly.Memory): Kernel | undefined {
  try {
    const bytes = Uint8Array.from(atob(SURVEY_KERNEL), (c) => c.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
      .exports as unknown as Kernel;
  } catch {
    return undefined;
  }
}
