/** Bytes that wait to be read. Each byte is copied a bounded number of times, however small the pieces are that come in. */
export class ByteQueue {
  private bytes = new Uint8Array(1 << 16);
  private start = 0;
  private end = 0;

  get length(): number {
    return this.end - this.start;
  }

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.bytes.length) this.makeRoom(chunk.length);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  private makeRoom(more: number): void {
    const waiting = this.bytes.subarray(this.start, this.end);
    const needed = waiting.length + more;
    // Moving to the front only pays when at least half of the room is free then.
    const target = needed * 2 <= this.bytes.length ? this.bytes : new Uint8Array(needed * 2);
    target.set(waiting);
    this.bytes = target;
    this.end = waiting.length;
    this.start = 0;
  }

  /** Position of the first `byte` at or after position `from`; -1 when there is none. */
  indexOf(byte: number, from: number): number {
    const at = this.bytes.subarray(this.start + from, this.end).indexOf(byte);
    return at < 0 ? -1 : at + from;
  }

  /** Position of the first two neighbours that are both `byte`, at or after position `from`; -1 when there are none. */
  indexOfPair(byte: number, from: number): number {
    const bytes = this.bytes.subarray(this.start, this.end);
    for (let at = bytes.indexOf(byte, from); at >= 0; at = bytes.indexOf(byte, at + 1)) {
      if (bytes[at + 1] === byte) return at;
    }
    return -1;
  }

  /** A view of bytes that wait, valid until the next `append`. */
  view(from: number, to: number): Uint8Array {
    return this.bytes.subarray(this.start + from, this.start + to);
  }

  drop(count: number): void {
    this.start += count;
    if (this.start === this.end) {
      this.start = 0;
      this.end = 0;
    }
  }
}
