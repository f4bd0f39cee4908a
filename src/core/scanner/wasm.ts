/** The scan by the WebAssembly kernel. */
import { HitList } from './hit-list.ts';
import { KERNEL } from './kernel.gen.ts';
import { ScanPlan, TABLE_BYTES, TABLES } from './plan.ts';
import type { Scanner } from './scanner.ts';

const PAGE = 1 << 16;
/** Positions that the kernel gives at a time. */
const ROOM = 1 << 14;
/** The count stands in the word before the positions. */
const POSITIONS = TABLES * TABLE_BYTES + 16;
const WINDOW = POSITIONS + ROOM * 4 + 16;

interface Kernel {
  scan(from: number, to: number, stride: number, out: number, room: number): number;
  newlines(from: number, to: number): number;
}

/** As createPlainScanner, at the speed of memory; undefined where WebAssembly (with SIMD) is not to be had. */
export function createWasmScanner(literals: readonly string[], capacity: number): Scanner | undefined {
  const memory = newMemory(WINDOW + capacity + 16);
  const kernel = memory && instantiate(memory);
  if (memory === undefined || kernel === undefined) return undefined;
  const plan = new ScanPlan(literals);
  new Uint8Array(memory.buffer, 0, plan.tables.length).set(plan.tables);
  const window = new Uint8Array(memory.buffer, WINDOW, capacity);
  const positions = new Uint32Array(memory.buffer, POSITIONS, ROOM);
  const counter = new Uint32Array(memory.buffer, POSITIONS - 4, 1);
  const hits = new HitList();

  function scan(from: number, to: number): { count: number; next: number } {
    hits.clear();
    const within = { from, to };
    const stop = WINDOW + to - 3;
    for (let at = WINDOW + from; at < stop;) {
      at = kernel!.scan(at, stop, plan.stride, POSITIONS, ROOM);
      const count = counter[0]!;
      for (let i = 0; i < count; i++) plan.verify(window, positions[i]! - WINDOW, within, hits);
    }
    hits.order();
    return { count: hits.count, next: to };
  }

  return {
    window,
    get hitAt() {
      return hits.at;
    },
    get hitLiteral() {
      return hits.literal;
    },
    scan,
    countNewlines: (from, to) => kernel.newlines(WINDOW + from, WINDOW + to),
  };
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
