/** The scan by the WebAssembly kernel. */
import { KERNEL } from './kernel.gen.ts';
import { MARGIN, ScanPlan, TABLES_BYTES } from './plan.ts';
import { HITS, sampledScan } from './sampled-scan.ts';
import type { Finder } from './sampled-scan.ts';
import { SPARE_BYTES } from './scanner.ts';
import type { Scanner, ScannerOptions } from './scanner.ts';

const PAGE = 1 << 16;
/** Positions that the kernel gives at a time; it wants more than 1,024. */
const ROOM = 1 << 11;

interface Kernel {
  place(heads: number, leads: number, starts: number, texts: number, window: number): void;
  scan(from: number, to: number, end: number, stride: number, out: number, room: number): number;
  newlines(from: number, to: number): number;
  lineEnd(from: number, to: number): number;
}

/** Addresses in the kernel's memory, and its size. */
interface Layout {
  readonly heads: number;
  readonly leads: number;
  readonly starts: number;
  readonly texts: number;
  /** The count stands in the word before the positions. */
  readonly positions: number;
  readonly window: number;
  readonly spare: number;
  readonly bytes: number;
}

/** As createPlainScanner, at the speed of memory; undefined where WebAssembly (with SIMD) is not to be had. */
export function createWasmScanner(
  literals: readonly string[],
  capacity: number,
  { hits = HITS, chosen }: ScannerOptions = {},
): Scanner | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const plan = new ScanPlan(literals, chosen);
  const layout = layOut(plan, capacity);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(layout.bytes / PAGE) });
  const kernel = instantiate(memory);
  if (kernel === undefined) return undefined;
  fill(memory.buffer, plan, layout);
  kernel.place(layout.heads, layout.leads, layout.starts, layout.texts, layout.window);
  const window = new Uint8Array(memory.buffer, layout.window, capacity);
  const scanner = sampledScan(plan, new KernelFinder(kernel, plan.stride, layout.positions, window), hits);
  return Object.assign(scanner, { spare: { memory, at: layout.spare, window: layout.window } });
}

function layOut({ leads, starts, texts }: ScanPlan, capacity: number): Layout {
  const headsAt = TABLES_BYTES;
  const leadsAt = headsAt + leads.heads.byteLength;
  const startsAt = leadsAt + leads.data.byteLength;
  const textsAt = startsAt + starts.byteLength;
  const positions = Math.ceil((textsAt + texts.byteLength) / 16) * 16 + 16;
  const window = positions + ROOM * 4 + MARGIN;
  const spare = Math.ceil((window + capacity + MARGIN) / 16) * 16;
  const bytes = spare + SPARE_BYTES;
  return {
    heads: headsAt,
    leads: leadsAt,
    starts: startsAt,
    texts: textsAt,
    positions,
    window,
    spare,
    bytes,
  };
}

function fill(memory: ArrayBuffer, plan: ScanPlan, layout: Layout): void {
  const bytes = new Uint8Array(memory);
  const words = new Int32Array(memory);
  bytes.set(plan.tables);
  words.set(plan.leads.heads, layout.heads >> 2);
  words.set(plan.leads.data, layout.leads >> 2);
  words.set(plan.starts, layout.starts >> 2);
  bytes.set(plan.texts, layout.texts);
}

class KernelFinder implements Finder {
  readonly window: Uint8Array;
  readonly positions: Uint32Array;
  readonly offset: number;
  private readonly counter: Uint32Array;
  private readonly kernel: Kernel;
  private readonly stride: number;
  private readonly out: number;

  constructor(kernel: Kernel, stride: number, out: number, window: Uint8Array) {
    this.kernel = kernel;
    this.stride = stride;
    this.out = out;
    this.window = window;
    this.offset = window.byteOffset;
    this.positions = new Uint32Array(window.buffer, out, ROOM);
    this.counter = new Uint32Array(window.buffer, out - 4, 1);
  }

  get count(): number {
    return this.counter[0]!;
  }

  find(from: number, to: number): number {
    const { offset } = this;
    // The last window of four bytes begins at to - 1.
    return (
      this.kernel.scan(offset + from, offset + to, offset + to + 3, this.stride, this.out, ROOM) - offset
    );
  }

  countNewlines(from: number, to: number): number {
    return this.kernel.newlines(this.offset + from, this.offset + to);
  }

  lineEnd(from: number, to: number): number {
    return this.kernel.lineEnd(this.offset + from, this.offset + to) - this.offset;
  }
}

function instantiate(memory: WebAssembly.Memory): Kernel | undefined {
  try {
    const bytes = Uint8Array.from(atob(KERNEL), (c) => c.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
      .exports as unknown as Kernel;
  } catch {
    return undefined;
  }
}
