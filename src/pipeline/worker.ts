/** Where a worker starts. The main thread imports it only to learn where it is, in the sources as in the bundle. */
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from './worker-service.ts';
import type { WorkerSetup } from './worker-service.ts';

export const WORKER_URL = new URL(import.meta.url);
/** The library may itself run in a worker, one with other data. */
export const KIND = 'whynotready reads';

if (parentPort !== null && (workerData as { kind?: unknown } | null)?.kind === KIND)
  await serve(parentPort, workerData as WorkerSetup);
