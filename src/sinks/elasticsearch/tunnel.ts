/** A connection through an HTTP proxy (CONNECT), for what Elastic's client does not do itself. */
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';

/** `target`: `host:port`. `proxy`: with user and password where it wants them. Throws when the proxy does not let it through in `timeout` ms. */
export async function tunnel(target: string, proxy: string, timeout: number): Promise<Socket> {
  const { protocol, hostname, port, username, password } = new URL(proxy);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  );
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const request = (protocol === 'https:' ? requestSecure : requestPlain)({
    method: 'CONNECT',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? undefined : Number(port),
    path: target,
    headers: { host: target, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${login}` }) },
    agent: false,
    timeout,
  });
  request.once('connect', ({ statusCode = 0 }, socket: Socket) => {
    if (statusCode === 200) resolve(socket);
    else {
      socket.destroy();
      reject(new Error(`the proxy answers ${statusCode}`));
    }
  });
  request.once('response', (answer) => {
    answer.destroy();
    reject(new Error(`the proxy answers ${answer.statusCode ?? 0}`));
  });
  request.once('timeout', () => request.destroy(new Error('no answer in time')));
  request.once('error', reject);
  request.end();
  return promise;
}
