/** What a command may touch of the outside world. Made in main.ts, replaced in tests. */
import type { Environment, Outlet } from './screen.ts';

export interface Writer extends Outlet {
  write(text: string): unknown;
}

export interface Context {
  /** How the tool was called. */
  readonly name: string;
  readonly env: Environment;
  readonly platform: string;
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** ms since the epoch. */
  readonly now: () => number;
  /** From the call on, Ctrl-C aborts the signal instead of ending the process. */
  readonly interruptible: () => AbortSignal;
}
