/**
 * A pipe or a socket, read into one buffer that is used again and again: streams make a new one for every 64 KiB, and what throws
 * those away costs more than the scan.
 */
import { Socket } from 'node:net';
import { HEAD_BYTES } from './input.ts';
import type { Input } from './input.ts';

/** Pipes hold 64 KiB unless somebody made them larger. */
const BUFFER = 256 << 10;

export interface PipeOptions {
  readonly name: string;
  readonly fd: number;
  /** ms since the epoch of the start. */
  readonly now: number;
  /** Ends the input, however long the pipe stays open. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads the pipe only as fast as it is asked to. Reading fails with what the system says. */
export function pipeInput({ name, fd, now, signal }: PipeOptions): Input {
  const pipe = new Pipe(fd);
  const end = (): void => pipe.finish();
  signal?.addEventListener('abort', end, { once: true });
  return {
    name,
    size: undefined,
    modified: now,
    head: () => pipe.head(),
    read: (target) => pipe.read(target),
    close: () => {
      signal?.removeEventListener('abort', end);
      pipe.close();
    },
  };
}

class Pipe {
  private readonly socket: Socket;
  private readonly buffer = Buffer.allocUnsafeSlow(BUFFER);
  /** Bytes that came and are still to be given. */
  private left: Uint8Array = this.buffer.subarray(0, 0);
  private paused = true;
  private ended = false;
  private error: Error | undefined;
  /** Whoever waits for bytes. */
  private waiting: Waiting | undefined;

  constructor(fd: number) {
    const onread = { buffer: this.buffer, callback: (count: number): boolean => this.take(count) };
    this.socket = new Socket({ fd, readable: true, writable: false, onread });
    this.socket.on('end', () => this.finish());
    this.socket.on('close', () => this.finish());
    this.socket.on('error', (error) => {
      this.error = error;
      this.finish();
    });
  }

  async head(): Promise<Uint8Array> {
    const head = Buffer.allocUnsafeSlow(HEAD_BYTES + BUFFER);
    let size = 0;
    for (let count = -1; count !== 0 && size < HEAD_BYTES; size += count)
      count = await this.read(head.subarray(size));
    this.left = Buffer.concat([head.subarray(0, size), this.left]);
    return this.left.subarray(0, HEAD_BYTES);
  }

  /** Number of bytes, 0 at the end. */
  read(target: Uint8Array): number | Promise<number> {
    if (this.left.length > 0) return this.give(target);
    if (this.error !== undefined) throw this.error;
    if (this.ended) return 0;
    return new Promise((resolve, reject) => {
      this.waiting = { target, resolve, reject };
      if (this.paused) this.socket.resume();
      this.paused = false;
    });
  }

  /** No more bytes will come; those that came are given. */
  finish(): void {
    this.ended = true;
    const { waiting } = this;
    this.waiting = undefined;
    if (this.error === undefined) waiting?.resolve(0);
    else waiting?.reject(this.error);
  }

  close(): void {
    this.finish();
    this.socket.destroy();
  }

  private give(target: Uint8Array): number {
    const count = Math.min(this.left.length, target.length);
    target.set(this.left.subarray(0, count));
    this.left = this.left.subarray(count);
    return count;
  }

  /** The buffer has `count` new bytes. Returns whether it may be overwritten by the next ones: else the pipe is left alone. */
  private take(count: number): boolean {
    this.left = this.buffer.subarray(0, count);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(this.give(waiting.target));
    this.paused = this.left.length > 0;
    return !this.paused;
  }
}

interface Waiting {
  readonly target: Uint8Array;
  readonly resolve: (count: number) => void;
  readonly reject: (error: Error) => void;
}
