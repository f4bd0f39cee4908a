/** A worker that breaks down where a line says so: in the midst of real work, by a real fault. */
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../src/pipeline/worker-service.ts';
import type { WorkerSetup } from '../../src/pipeline/worker-service.ts';

export const FAULTS = {
  crash: 'FAULT-CRASH',
  throw: 'FAULT-THROW',
  memory: 'FAULT-MEMORY',
  hang: 'FAULT-HANG',
};
export const ENTRY = { url: new URL(import.meta.url), kind: 'faulty' };

if (parentPort !== null && (workerData as { kind?: unknown } | null)?.kind === ENTRY.kind) {
  // On the prototype: some decoders are there already.
  const { prototype } = TextDecoder;
  const decode = Reflect.get(prototype, 'decode') as (...args: unknown[]) => string;
  prototype.decode = function (...args) {
    const text = decode.apply(this, args);
    breakDown(text);
    return text;
  };
  await serve(parentPort, workerData as WorkerSetup);
}

function breakDown(text: string): void {
  if (text.includes(FAULTS.crash)) process.exit(7);
  if (text.includes(FAULTS.throw)) throw new TypeError('a mistake in the program');
  if (text.includes(FAULTS.memory)) eat();
  if (text.includes(FAULTS.hang)) for (;;);
}

function eat(): never {
  const eaten: unknown[] = [];
  for (;;) eaten.push(Array.from({ length: 1e5 }, (_, i) => ({ i })));
}
