/** Plain requests of the tests' own: what the product sends is never checked with the product's client. */
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface Sending {
  /** PEM file. */
  readonly ca?: string;
  /** `user:password`. */
  readonly auth?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** ms; default 30 s. */
  readonly timeout?: number;
}

export interface Reply {
  readonly status: number;
  /** Parsed JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of many shapes, looked into by tests
  readonly body: any;
}

/** A string goes out as it is (NDJSON), anything else as JSON. */
export async function send(method: string, url: string, body: unknown, sending: Sending): Promise<Reply> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json';
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method,
      headers: { ...(text === undefined ? {} : contentHeaders(text, type)), ...sending.headers },
      timeout: sending.timeout ?? 30_000,
      ...(sending.ca === undefined ? {} : { ca: readFileSync(sending.ca) }),
      ...(sending.auth === undefined ? {} : { auth: sending.auth }),
    });
    call.on('error', reject).on('timeout', () => call.destroy(new Error('no answer in time')));
    call.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (method === 'HEAD') resolve({ status, body: undefined });
      else json(response).then((parsed) => resolve({ status, body: parsed }), reject);
    });
    call.end(text);
  });
}

/** With its length: Node sends none with GET. */
function contentHeaders(text: string, type: string): Record<string, string | number> {
  return { 'content-type': type, 'content-length': Buffer.byteLength(text) };
}

/** A port of 127.0.0.1 that nothing uses at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
