/** With security and TLS on: who gets in, what is said when not, and that no secret ever shows. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type AddressInfo, type Server as NetServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, FAILING } from '../e2e/command.ts';
import type { Ended } from '../e2e/command.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { Authority, fingerprintOf } from '../servers/tls.ts';
import { role } from './docs.ts';
import { count, elastic, folder, SECURE } from './run.ts';

const NAMES = ['--es-alias', 'whynotready-incidents-sec', '--es-namespace', 'sec'];
const SCAN = ['scan', FAILING, '-o', 'elasticsearch', '--es-evidence', '--es-timeout', '2min', ...NAMES];
/** For what is refused. */
const ONCE = [...SCAN, '--es-retry-for', '0s'];
const SENT = /^Elasticsearch: sent \d+, already there \d+, retried \d+, dead 0$/m;
const open: NetServer[] = [];

async function listening(server: NetServer): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterAll(() => open.forEach((server) => server.close()));

describe.runIf(canRun(SECURE.kind, SECURE.version))('security', { timeout: 240_000 }, () => {
  let server: Server;
  let writer = '';
  beforeAll(async () => {
    server = await sharedServer(SECURE);
    const admin = { WHYNOTREADY_ES_API_KEY: await keyFor('admin') };
    writer = await keyFor('writer');
    const setup = await command(['elastic', 'setup', ...NAMES, ...here()], { env: admin });
    if (setup.code !== 0) throw new Error(setup.stderr);
  });

  test('who may set up need not be allowed to send', async () => {
    const env = { WHYNOTREADY_ES_API_KEY: await keyFor('admin') };
    const check = await command(['elastic', 'check', ...NAMES, ...here()], { env });
    expect(check.stdout).toContain('rights to set up: all there');
    expect([check.code, check.stderr]).toEqual([3, expect.stringContaining('rights to send: missing: ')]);
  });

  /** An API key with just the rights that the page names. */
  async function keyFor(name: string): Promise<string> {
    const { body } = await server.request('POST', '/_security/api_key', {
      name,
      role_descriptors: { [name]: role(name) },
    });
    return body.encoded;
  }

  const here = (): string[] => ['--es-url', server.url, '--es-ca', server.ca];

  test('the roles of the page are enough, by API key in the environment or in a file', async () => {
    const env = { WHYNOTREADY_ES_API_KEY: writer };
    const check = await command(['elastic', 'check', '--es-evidence', ...NAMES, ...here()], { env });
    expect([check.code, check.stderr]).toEqual([0, '']);
    expect(check.stdout).toContain('rights to send: all there');
    expect(check.stdout).toContain('(only needed for elastic setup)');
    const sent = await command([...SCAN, ...here()], { env });
    expect([sent.code, sent.stderr]).toEqual([0, expect.stringMatching(SENT)]);
    expect(await count(server, 'whynotready-incidents-sec')).toBe(3);
    const file = join(folder(), 'key');
    writeFileSync(file, `${writer}\n`);
    for (const way of [
      command([...SCAN, ...here(), '--es-api-key-file', file]),
      command([...SCAN, ...here()], { env: { WHYNOTREADY_ES_API_KEY_FILE: file } }),
      // As `id:key`.
      command([...SCAN, ...here()], {
        env: { WHYNOTREADY_ES_API_KEY: Buffer.from(writer, 'base64').toString() },
      }),
    ])
      expect(await way).toMatchObject({ code: 0, stderr: expect.stringMatching(SENT) });
    const setup = await command(['elastic', 'setup', ...NAMES, ...here()], { env });
    expect(setup.code).toBe(3);
    expect(setup.stderr).toMatch(/^ELASTIC_FAILED component template whynotready: 403 security_exception: /);
  });

  test('secrets show nowhere: not in messages, not in logs, not in dead letters', async () => {
    const secret = 'b3BlbjpzZXNhbWUtc2VzYW1l';
    const cases: [string[], Record<string, string>][] = [
      [[], { WHYNOTREADY_ES_API_KEY: secret }],
      [['--es-username', 'admin'], { WHYNOTREADY_ES_PASSWORD: secret }],
      [[], { WHYNOTREADY_ES_BEARER_TOKEN: secret }],
      [[], { WHYNOTREADY_ES_HEADERS: `Authorization: Basic ${secret}` }],
      [[], { WHYNOTREADY_ES_API_KEY: writer, WHYNOTREADY_ES_PROXY: `http://user:${secret}@127.0.0.1:9` }],
      [['--es-url', `https://admin:${secret}@127.0.0.1:9`], {}],
      [['--es-proxy', `http://u:${secret}@127.0.0.1:9`], {}],
    ];
    for (const [words, env] of cases) {
      const cwd = folder();
      const runs: Ended[] = [];
      for (const verb of [ONCE, ['elastic', 'check']])
        runs.push(await command([...verb, ...here(), ...words, '--log-level', 'trace'], { env, cwd }));
      for (const run of runs) {
        expect([0, 1].includes(run.code!)).toBe(false);
        expect(run.stdout + run.stderr).not.toContain(secret);
        expect(run.stderr).not.toContain('mistake in whynotready');
      }
      for (const name of readdirSync(cwd))
        expect(readFileSync(join(cwd, name), 'utf8')).not.toContain(secret);
    }
  });

  test('no credentials, and wrong ones: said in words, everything is kept', async () => {
    for (const [env, text] of [
      [{}, /401 security_exception: missing authentication credentials/],
      [{ WHYNOTREADY_ES_API_KEY: 'bm9ib2R5Om5vdGhpbmc=' }, /401 security_exception: /],
    ] as const) {
      const { code, stderr } = await command([...ONCE, ...here()], { env, cwd: folder() });
      expect([code, stderr]).toEqual([3, expect.stringMatching(text)]);
      expect(stderr).toMatch(/dead [1-9]/);
    }
  });

  test('TLS: CA, fingerprint, wrong ones, none', async () => {
    const other = new Authority(join(folder(), 'other'), 'another ca');
    const fingerprint = fingerprintOf(server.ca);
    const env = { WHYNOTREADY_ES_API_KEY: writer };
    const url = ['--es-url', server.url];
    const pinned = await command([...SCAN, ...url, '--es-ca-fingerprint', fingerprint], { env });
    expect([pinned.code, pinned.stderr]).toEqual([0, expect.stringMatching(SENT)]);
    for (const [words, text] of [
      [['--es-ca', other.cert], /unable to verify|self-signed certificate|signature failure|unable to get/],
      [[], /self-signed certificate in certificate chain|unable to verify|unable to get/],
      [['--es-ca-fingerprint', 'ab'.repeat(32)], /sends no certificate with that CA fingerprint/],
    ] as const) {
      const run = await command([...ONCE, ...url, ...words], { env, cwd: folder() });
      expect([run.code, run.stderr]).toEqual([3, expect.stringMatching(text)]);
      expect(run.stderr).toContain('see --es-ca');
    }
    const plain = await command([...ONCE, '--es-url', server.url.replace('https', 'http')], {
      env,
      cwd: folder(),
    });
    expect(plain.code).toBe(3);
  });

  test('TLS: an expired certificate, another host, and a forged chain that carries the real CA', async () => {
    const authority = new Authority(join(folder(), 'ca'), 'proxy ca');
    const expired = await listening(
      createHttps(pair(authority.issue('expired', -1)), (_, answer) => answer.end('{}')),
    );
    const forger = new Authority(join(folder(), 'forger'), 'proxy ca');
    const forged = forger.issue('forged');
    const chain = {
      key: readFileSync(forged.key),
      cert: [readFileSync(forged.cert), readFileSync(authority.cert)].join('\n'),
    };
    const forgery = await listening(createHttps(chain, (_, answer) => answer.end('{}')));
    for (const [words, text] of [
      [['--es-url', `https://127.0.0.1:${expired}`, '--es-ca', authority.cert], /certificate has expired/],
      [
        ['--es-url', `https://127.0.0.2:${expired}`, '--es-ca', authority.cert],
        /certificate has expired|altname|ECONNREFUSED/,
      ],
      [
        ['--es-url', `https://127.0.0.1:${forgery}`, '--es-ca-fingerprint', authority.fingerprint],
        /certificate/,
      ],
    ] as const) {
      const run = await command([...ONCE, ...words], { cwd: folder() });
      expect([run.code, run.stderr]).toEqual([3, expect.stringMatching(text)]);
    }
  });

  test('client certificate, path prefix, headers, gzip, bearer: they arrive', async () => {
    const authority = new Authority(join(folder(), 'ca'), 'proxy ca');
    const seen: { url: string; headers: NodeJS.Dict<string | string[]>; client: string }[] = [];
    const own = pair(authority.issue('front'));
    const options = { ...own, ca: readFileSync(authority.cert), requestCert: true, rejectUnauthorized: true };
    const front = createHttps(options, (incoming, answer) => {
      const { socket } = incoming as unknown as {
        socket: { getPeerCertificate: () => { subject: { CN: string } } };
      };
      seen.push({
        url: incoming.url!,
        headers: incoming.headers,
        client: socket.getPeerCertificate().subject.CN,
      });
      incoming
        .resume()
        .on('end', () => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"items":[]}'));
    });
    const port = await listening(front);
    const client = authority.issue('client');
    const words = [
      '--es-url',
      `https://localhost:${port}/some/path`,
      '--es-ca',
      authority.cert,
      '--es-cert',
      client.cert,
      '--es-key',
      client.key,
    ];
    await command([...ONCE, ...words, '--es-header', 'X-Tenant: blue'], {
      env: { WHYNOTREADY_ES_BEARER_TOKEN: 'tok-1' },
      cwd: folder(),
    });
    expect(seen[0]).toMatchObject({
      url: expect.stringMatching(/^\/some\/path\/_bulk\?/),
      client: 'client',
      headers: {
        authorization: 'Bearer tok-1',
        'x-tenant': 'blue',
        'content-encoding': 'gzip',
        'content-type': 'application/x-ndjson',
      },
    });
    await command([...ONCE, ...words, '--no-es-gzip'], { cwd: folder() });
    expect(seen.at(-1)!.headers['content-encoding']).toBeUndefined();
    const refused = await command([...ONCE, ...words.slice(0, 4)], { cwd: folder() });
    expect(refused.code).toBe(3);
  });

  test('through a proxy: of the flag, else of the environment; sending and reading', async () => {
    const proxy = new ConnectProxy();
    const url = `http://127.0.0.1:${await listening(proxy.server)}`;
    const nowhere = 'http://127.0.0.1:9';
    for (const [words, env, goesThrough] of [
      [['--es-proxy', url], { HTTPS_PROXY: nowhere }, true],
      [[], { HTTPS_PROXY: url, HTTP_PROXY: nowhere }, true],
      [[], { https_proxy: nowhere, NO_PROXY: `localhost,${new URL(server.url).host}` }, false],
    ] as const) {
      proxy.tunnels = 0;
      const { code, stderr } = await elastic(server, [...SCAN, ...words], { env });
      expect([words, env, code, stderr]).toEqual([words, env, 0, expect.stringMatching(SENT)]);
      expect(proxy.tunnels > 0).toBe(goesThrough);
    }
    // The CA is asked for through it, too.
    proxy.tunnels = 0;
    const pinned = [...SCAN, '--es-url', server.url, '--es-ca-fingerprint', fingerprintOf(server.ca)];
    const sent = await command(pinned, { env: { WHYNOTREADY_ES_API_KEY: writer, HTTPS_PROXY: url } });
    expect([sent.code, sent.stderr]).toEqual([0, expect.stringMatching(SENT)]);
    expect(proxy.tunnels).toBeGreaterThan(1);
    const closed = createHttp().on('connect', (_, socket) => socket.end('HTTP/1.1 407 No\r\n\r\n'));
    const nobody = `http://127.0.0.1:${await listening(closed)}`;
    const refused = await command([...pinned, '--es-retry-for', '0s'], {
      env: { WHYNOTREADY_ES_API_KEY: writer, HTTPS_PROXY: nobody },
      cwd: folder(),
    });
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('the proxy answers 407')]);
    proxy.tunnels = 0;
    const source = ['scan', 'es:', '--es-index', 'whynotready-incidents-sec', '-o', 'json'];
    const read = await elastic(server, source, { env: { https_proxy: url } });
    expect([read.code, read.stderr]).toEqual([0, '']);
    expect(proxy.tunnels).toBeGreaterThan(0);
  });
});

/** Opens tunnels and counts them. */
class ConnectProxy {
  tunnels = 0;
  readonly server = createHttp((_, answer) => answer.writeHead(405).end());

  constructor() {
    this.server.on('connect', (incoming, socket, head) => {
      this.tunnels++;
      const { hostname, port } = new URL(`http://${incoming.url}`);
      const onward = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
  }
}

function pair({ cert, key }: { readonly cert: string; readonly key: string }): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(cert), key: readFileSync(key) };
}
