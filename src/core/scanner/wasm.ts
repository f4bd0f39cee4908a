/** The scan by the WebAssembly kernel. */
import { KERNEL } from './kernel.gen.ts';
import { MARGIN, ScanPlan, TABLES_BYTES } from './plan.ts';
import { HITS, sampledScan } from './sampled-scan.ts';
import type { Finder } from './sampled-scan.ts';
import type { Scanner } from './scanner.ts';

const PAGE = 1 << 16;
/** Positions that the kernel gives at a time; it wants more than 1,024. */
const ROOM = 1 << 11;
/** The count stands in the word before the positions. */
const POSITIONS = TABLES_BYTES + 16;
const WINDOW = POSITIONS + ROOM * 4 + MARGIN;

interface Kernel {
  scan(from: number, to: number, stride: number, out: number, room: number): number;
  newlines(from: number, to: number): number;
  lineEnd(from: number, to: number): number;
}

/** As createPlainScanner, at the speed of memory; undefined where WebAssembly (with SIMD) is not to be had. */
export function createWasmScanner(
  literals: readonly string[],
  capacity: number,
  hits = HITS,
): Scanner | undefined {
  const memory = newMemory(WINDOW + capacity + MARGIN);
  const kernel = memory && instantiate(memory);
  if (memory === undefined || kernel === undefined) return undefined;
  const plan = new ScanPlan(literals);
  new Uint8Array(memory.buffer).set(plan.tables);
  const finder = new KernelFinder(kernel, plan.stride, new Uint8Array(memory.buffer, WINDOW, capacity));
  return sampledScan(plan, finder, hits);
}

class KernelFinder implements Finder {
  readonly window: Uint8Array;
  readonly positions: Uint32Array;
  readonly offset = WINDOW;
  private readonly counter: Uint32Array;
  private readonly kernel: Kernel;
  private readonly stride: number;

  constructor(kernel: Kernel, stride: number, window: Uint8Array) {
    this.kernel = kernel;
    this.stride = stride;
    this.window = window;
    this.positions = new Uint32Array(window.buffer, POSITIONS, ROOM);
    this.counter = new Uint32Array(window.buffer, POSITIONS - 4, 1);
  }

  get count(): number {
    return this.counter[0]!;
  }

  find(from: number, to: number): number {
    return this.kernel.scan(WINDOW + from, WINDOW + to, this.stride, POSITIONS, ROOM) - WINDOW;
  }

  countNewlines(from: number, to: number): number {
    return this.kernel.newlines(WINDOW + from, WINDOW + to);
  }

  lineEnd(from: number, to: number): number {
    return this.kernel.lineEnd(WINDOW + from, WINDOW + to) - WINDOW;
  }
}

function newMemory(bytes: number): WebAssembly.Memory | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
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
