/** The main thread at work: lets the event loop in now and then, and tells how far it is. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Claims } from './claims.ts';
import type { Monitor } from './piece-reader.ts';
import type { OpenSource } from './source.ts';

/** Bytes between two looks at what was found. */
const STRIDE = 16 << 20;
/** ms between two visits to the event loop: workers wait for their next piece that long. */
const BREATH = 8;

export interface OwnMonitorOptions {
  readonly signal: AbortSignal | undefined;
  readonly claims: Claims;
  /** Called now and then, and when a live stream pauses. */
  readonly look: () => void;
  /** What reading has to wait for, see MatchTaker. */
  readonly room?: (() => Promise<void> | undefined) | undefined;
}

export class OwnMonitor implements Monitor {
  /** The source that is being read, and bytes in all. */
  source = '';
  readonly claims: Claims;
  private open: OpenSource | undefined;
  private read = 0;
  private current = 0;
  private readonly options: OwnMonitorOptions;
  private nextLook = STRIDE;
  private lastBreath = 0;

  constructor(options: OwnMonitorOptions) {
    this.options = options;
    this.claims = options.claims;
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  get stopped(): boolean {
    return this.options.signal?.aborted === true;
  }

  get bytes(): number {
    return this.read + this.current;
  }

  /** The line that is being worked on. */
  get place(): { readonly file: string; readonly line: number } {
    return { file: this.source, line: this.open?.currentLine() ?? 0 };
  }

  part(): void {}

  opened(name: string, source: OpenSource): void {
    this.source = name;
    this.open = source;
    this.current = 0;
    this.nextLook = this.bytes + STRIDE;
  }

  waits(): void {}
  works(): void {}

  moved(bytes: number, paused: boolean): Promise<void> | undefined {
    this.current = bytes;
    if (paused || this.bytes >= this.nextLook) {
      this.nextLook = this.bytes + STRIDE;
      this.options.look();
    }
    return this.options.room?.() ?? this.breathe(paused);
  }

  breathe(paused = false): Promise<void> | undefined {
    const now = performance.now();
    if (!paused && now - this.lastBreath < BREATH) return undefined;
    this.lastBreath = now;
    return breathe();
  }

  closed(bytes: number): void {
    this.read += bytes;
    this.current = 0;
    this.options.look();
  }
}
