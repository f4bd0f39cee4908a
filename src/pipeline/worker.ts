/** Where a worker starts. The main thread imports it only to learn where it is, in the sources as in the bundle. */
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerSetup } from './worker-service.ts';

export const WORKER_URL = new URL(import.meta.url);
/** The library may itself run in a worker, one with other data. */
export const KIND = 'whynotready reads';

/** What a worker is started with. */
export interface WorkerStart extends WorkerSetup {
  readonly kind: string;
  /** Folder of the compile cache, which is off in a worker until it says otherwise. */
  readonly cache: string | undefined;
}

if (parentPort !== null && (workerData as Partial<WorkerStart> | null)?.kind === KIND) {
  const start = workerData as WorkerStart;
  if (start.cache !== undefined) enableCompileCache(start.cache);
  const { serve } = await import('./worker-service.ts');
  await serve(parentPort, start);
}
