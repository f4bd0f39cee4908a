/** Why decoding stops before the end of the input. */

/** Thrown by decoders behind the last good bytes. */
export class BrokenStream extends Error {
  /** `cut`: the input ends too early; `broken`: it holds something else than it should; `trailing`: something else follows it. */
  readonly kind: 'cut' | 'broken' | 'trailing';

  constructor(kind: BrokenStream['kind'], message: string) {
    super(message);
    this.name = 'BrokenStream';
    this.kind = kind;
  }
}

export function cut(): BrokenStream {
  return new BrokenStream('cut', 'ends too early');
}

/** `what` follows "is broken: ". */
export function broken(what: string): BrokenStream {
  return new BrokenStream('broken', what);
}

export function isBroken(error: unknown): boolean {
  return error instanceof BrokenStream && error.kind === 'broken';
}
