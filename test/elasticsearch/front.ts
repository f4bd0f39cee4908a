/** Stands before a real server and can keep an answer: the server has done its work then, and the command does not know it. */
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export class Front {
  /** Bulk requests of which the server took all. */
  taken = 0;
  /** ms that each bulk answer takes longer. */
  delay = 0;
  private readonly server: Server;
  private readonly target: string;
  private keepsAt = 0;
  private readonly kept = Promise.withResolvers<void>();
  private readonly released = Promise.withResolvers<'cut' | 'whole'>();

  private constructor(target: string) {
    this.target = target;
    this.server = createServer((request, response) => {
      this.pass(request, response).catch(() => response.destroy());
    });
  }

  /** `target`: an address without TLS. */
  static async open(target: string): Promise<Front> {
    const front = new Front(target);
    await new Promise<void>((resolve) => front.server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Keeps the answer to the bulk request that is taken as number `at` (from 1); resolves when it is there. */
  async keep(at: number): Promise<void> {
    this.keepsAt = at;
    await this.kept.promise;
  }

  /** Lets it go, or cuts the connection instead. */
  release(how: 'cut' | 'whole'): void {
    this.released.resolve(how);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, headers, body } = await this.forward(request);
    if (request.url?.startsWith('/_bulk') === true) {
      if (isTaken(status, body) && ++this.taken === this.keepsAt) {
        this.kept.resolve();
        if ((await this.released.promise) === 'cut') return void response.destroy();
      }
      if (this.delay > 0) await sleep(this.delay);
    }
    response.writeHead(status, headers).end(body);
  }

  private async forward(request: IncomingMessage): Promise<Reply> {
    const asked = await buffer(request);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { method } = request;
    const headers = { ...request.headers, 'accept-encoding': 'identity' };
    httpRequest(`${this.target}${request.url ?? ''}`, { method, headers, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end(asked);
    const answer = await promise;
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await buffer(answer) };
  }
}

function isTaken(status: number, body: Buffer): boolean {
  return status === 200 && !body.includes('"errors":true');
}
