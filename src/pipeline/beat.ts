/** What a worker tells while it works, in memory that the main thread sees without asking. */

import { Claims } from './claims.ts';

const [STOP, STATE, BEATS, PART, RULE, TRIES, LINE, NAME] = [0, 1, 2, 3, 4, 5, 6, 7];
const WORKS = 1;
const BYTES_AT = 32;
const CLAIMS_AT = 40;
const NAME_AT = CLAIMS_AT + Claims.BYTES;
/** Longer names of sources are cut. */
const NAME_BYTES = 4096;

export class Beat {
  /** Give it to the other thread. */
  readonly memory: SharedArrayBuffer;
  /** Of the range that the worker reads. */
  readonly claims: Claims;
  private readonly cells: Int32Array;
  private readonly total: Float64Array;
  private readonly text: Uint8Array;

  constructor(unit: number | undefined, memory = new SharedArrayBuffer(NAME_AT + NAME_BYTES)) {
    this.memory = memory;
    this.cells = new Int32Array(memory, 0, 8);
    this.total = new Float64Array(memory, BYTES_AT, 1);
    this.claims = new Claims(new BigInt64Array(memory, CLAIMS_AT, 1), unit);
    this.text = new Uint8Array(memory, NAME_AT);
  }

  /** Main asks the worker to read no further. */
  get stop(): boolean {
    return Atomics.load(this.cells, STOP) === 1;
  }
  set stop(wanted: boolean) {
    Atomics.store(this.cells, STOP, Number(wanted));
  }

  /** At work; false: idle, or waiting for the system. */
  get works(): boolean {
    return Atomics.load(this.cells, STATE) === WORKS;
  }
  set works(does: boolean) {
    Atomics.store(this.cells, STATE, does ? WORKS : 0);
    Atomics.add(this.cells, BEATS, 1);
  }

  /** Changes as long as the worker gets on. */
  get beats(): number {
    return Atomics.load(this.cells, BEATS);
  }

  /** Part of the piece that is being read. */
  get part(): number {
    return Atomics.load(this.cells, PART);
  }
  set part(index: number) {
    Atomics.store(this.cells, PART, index);
  }

  /** Bytes read since the worker's start. */
  get bytes(): number {
    return this.total[0]!;
  }
  set bytes(count: number) {
    this.total[0] = count;
  }

  /** Name of the source that is being read. */
  get source(): string {
    const length = Atomics.load(this.cells, NAME);
    // Decoders take no shared memory.
    return new TextDecoder().decode(this.text.slice(0, length));
  }
  set source(name: string) {
    const bytes = new TextEncoder().encode(name).subarray(0, NAME_BYTES);
    this.text.set(bytes);
    Atomics.store(this.cells, NAME, bytes.length);
  }

  /** The rule that is being tried, and the line number in its source; `tries` tells this try from others. */
  get trying(): { readonly rule: number; readonly line: number; readonly tries: number } | undefined {
    const tries = Atomics.load(this.cells, TRIES);
    const rule = Atomics.load(this.cells, RULE) - 1;
    return rule < 0 ? undefined : { rule, tries, line: Atomics.load(this.cells, LINE) };
  }

  tries(rule: number, line: number): void {
    this.cells[LINE] = line;
    this.cells[TRIES]! += 1;
    Atomics.store(this.cells, RULE, rule + 1);
  }

  tried(): void {
    Atomics.store(this.cells, RULE, 0);
  }
}
