/** Elastic's client, as this tool uses it: no retries of its own, no product check, plain media types; so it talks to OpenSearch, too. */
import type { Client as ElasticClient, ClientOptions, errors as Errors } from '@elastic/elasticsearch';
import type { Answer } from '../../elastic/answer.ts';
import type { ConnectionConfig } from './config.ts';
import { pinnedCa } from './pinned-ca.ts';
import { retryAfter } from './retry.ts';

export interface Connection {
  /** Sends the lines of a bulk request. Never throws. */
  bulk(lines: readonly string[], signal?: AbortSignal): Promise<Answer>;
  /** Any other request; `body` is sent as JSON, a text as lines of it. Never throws. */
  request(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Only what is looked at comes back. */
const BULK_ANSWER = 'errors,items.*.status,items.*.error,items.*.failure_store';

/** Opens nothing yet: the first request does. */
export function connect(config: ConnectionConfig): Connection {
  let opening: Promise<Opened> | undefined;
  /** A server that could not be asked for its CA is asked again with the next request. */
  const opened = async (): Promise<Opened> => {
    opening ??= open(config);
    const result = await opening;
    if ('fault' in result) opening = undefined;
    return result;
  };
  const ask = async (call: (client: ElasticClient) => Promise<unknown>): Promise<Answer> => {
    const result = await opened();
    return 'fault' in result ? result.fault : answerOf(result.errors, () => call(result.client));
  };
  return {
    bulk: (lines, signal) =>
      ask((client) =>
        client.bulk(
          { operations: lines as string[], filter_path: BULK_ANSWER },
          { meta: true, ...(signal === undefined ? {} : { signal }) },
        ),
      ),
    request: (method, path, body) =>
      ask((client) => client.transport.request({ method, path, ...bodyOf(body) }, { meta: true })),
    close: async () => {
      const result = await opening;
      if (result !== undefined && 'client' in result) await result.client.close();
    },
  };
}

/** A text is lines of JSON. */
function bodyOf(body: unknown): { bulkBody?: string; body?: Record<string, unknown> } {
  if (typeof body === 'string') return { bulkBody: body };
  return body === undefined ? {} : { body: body as Record<string, unknown> };
}

type Opened = { readonly client: ElasticClient; readonly errors: typeof Errors } | { readonly fault: Answer };

async function open(config: ConnectionConfig): Promise<Opened> {
  const ca = config.ca ?? (await caOf(config));
  if (typeof ca === 'object') return { fault: ca };
  // The client takes long to load: only a run that sends pays for it.
  const { Client, Transport, HttpConnection, errors } = await import('@elastic/elasticsearch');
  class PlainTransport extends Transport {
    constructor(options: ConstructorParameters<typeof Transport>[0]) {
      super({ ...options, productCheck: null, vendoredHeaders: undefined } as unknown as typeof options);
    }
  }
  const { proxies } = config;
  class ProxyConnection extends HttpConnection {
    constructor(options: ConstructorParameters<typeof HttpConnection>[0]) {
      const proxy = proxies[options.url.href];
      super({ ...options, ...(proxy === undefined ? {} : { proxy }) });
    }
  }
  const client = new Client({
    ...clientOptions(config, ca),
    Transport: PlainTransport,
    // The default one can't go through a proxy.
    ...(Object.keys(proxies).length === 0 ? {} : { Connection: ProxyConnection }),
  });
  return { client, errors };
}

/** The CA that the fingerprint names; undefined: those that the machine trusts. */
async function caOf({
  urls,
  caFingerprint,
  proxies,
  timeout,
}: ConnectionConfig): Promise<string | Answer | undefined> {
  if (caFingerprint === undefined) return undefined;
  let message = 'no connection';
  for (const url of urls) {
    const found = await pinnedCa(url, { fingerprint: caFingerprint, proxy: proxies[url], timeout });
    if (found.kind === 'found') return found.pem;
    if (found.kind === 'missing')
      return { kind: 'fault', fault: 'tls', message: `${url} sends no certificate with that CA fingerprint` };
    message = found.message;
  }
  return faultOf(message);
}

function clientOptions(config: ConnectionConfig, ca: string | undefined): ClientOptions {
  const { urls, headers, gzip, timeout } = config;
  return {
    nodes: [...urls],
    auth: authOptions(config) as NonNullable<ClientOptions['auth']>,
    maxRetries: 0,
    requestTimeout: timeout,
    compression: gzip,
    headers: { ...headers },
    enableMetaHeader: false,
    tls: tlsOptions(config, ca),
    // A node that failed is asked again at once when there is no other.
    resurrectStrategy: 'optimistic',
  };
}

function authOptions({ auth }: ConnectionConfig): unknown {
  if (auth?.kind === 'api-key') return { apiKey: encodedKey(auth.key) };
  if (auth?.kind === 'bearer') return { bearer: auth.token };
  if (auth?.kind === 'basic') return { username: auth.username, password: auth.password };
  return undefined;
}

/** As Kibana shows it: encoded, or `id:key` as Beats and Logstash have it. */
function encodedKey(key: string): string {
  return key.includes(':') ? Buffer.from(key).toString('base64') : key;
}

function tlsOptions({ cert, key, keyPassphrase }: ConnectionConfig, ca: string | undefined): object {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(keyPassphrase === undefined ? {} : { passphrase: keyPassphrase }),
  };
}

interface Result {
  readonly statusCode: number | null;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}

async function answerOf(errors: typeof Errors, call: () => Promise<unknown>): Promise<Answer> {
  try {
    return response((await call()) as Result);
  } catch (error) {
    if (error instanceof errors.ResponseError) return response(error.meta as Result);
    if (error instanceof errors.TimeoutError)
      return { kind: 'fault', fault: 'timeout', message: 'no answer in time' };
    if (error instanceof errors.DeserializationError)
      return { kind: 'fault', fault: 'cut', message: 'an answer that is no JSON' };
    if (error instanceof errors.ElasticsearchClientError) return faultOf(error.message);
    throw error;
  }
}

function response({ statusCode, body, headers }: Result): Answer {
  const asked = retryAfter(headers?.['retry-after'], Date.now());
  return {
    kind: 'response',
    status: statusCode ?? 0,
    body,
    ...(asked === undefined ? {} : { retryAfter: asked }),
  };
}

/** The client gives the text only. */
const TLS =
  /certificate|altname|CA fingerprint|wrong version number|unsupported protocol|handshake failure|tlsv1/i;

function faultOf(message: string): Answer {
  const [line = ''] = message.split('\n');
  return { kind: 'fault', fault: TLS.test(line) ? 'tls' : 'connection', message: line || 'no connection' };
}
