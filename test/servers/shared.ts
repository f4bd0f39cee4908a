/** What test files see of the servers. */
import { inject } from 'vitest';
import { distribution } from './distributions.ts';
import type { ServerKind } from './distributions.ts';
import { missingFor } from './fetch.ts';
import { Server } from './server.ts';
import type { ServerData, ServerOptions } from './server.ts';

export { startServer } from './server.ts';
export type { Server, ServerOptions } from './server.ts';

/** The run's one server with these options; it is not to be stopped, and indices are to be told apart by name. */
export async function sharedServer(options: ServerOptions): Promise<Server> {
  const reply = await fetch(inject('sharedServers'), { method: 'POST', body: JSON.stringify(options) });
  const text = await reply.text();
  if (!reply.ok) throw new Error(text);
  return new Server(JSON.parse(text) as ServerData);
}

/** Can this machine run it? Says loudly what is missing; in CI that is a failure. */
export function canRun(kind: ServerKind, version: string): boolean {
  const missing = missingFor(distribution(kind, version));
  if (missing === undefined) return true;
  const text = `*** Not tested with ${kind} ${version}, for want of ${missing}`;
  if (process.env.CI === 'true') throw new Error(text);
  console.error(text);
  return false;
}
