/**
 * Servers that several test files share: started when the first file asks, ended with the run. Test files run in processes of
 * their own, so they ask over HTTP.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { startServer } from './server.ts';
import type { Server, ServerOptions } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly sharedServers: string;
  }
}

/** Called by vitest; what it returns is called at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<string, Promise<Server>>();
  const broker = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const options = (await json(request)) as ServerOptions;
      const key = JSON.stringify(options);
      if (!started.has(key)) started.set(key, startServer(options));
      response.end(JSON.stringify((await started.get(key)!).data));
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  broker.requestTimeout = 0;
  const { port } = broker.address() as AddressInfo;
  project.provide('sharedServers', `http://127.0.0.1:${port}`);
  return async () => {
    broker.closeAllConnections();
    broker.close();
    for (const server of await Promise.allSettled(started.values()))
      if (server.status === 'fulfilled') await server.value.end();
  };
}
