/**
 * One real Elasticsearch or OpenSearch node for tests, as it is started, stopped, killed and paused. Whatever becomes of the
 * process that started it, its guard ends the server and removes its files.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { handOver, unprivileged } from './account.ts';
import { distribution } from './distributions.ts';
import type { ServerKind } from './distributions.ts';
import { fetchServer, missingFor } from './fetch.ts';
import { freePort, send } from './http.ts';
import type { Reply, Sending } from './http.ts';
import { findJdk } from './jdk.ts';
import { PASSWORD, USER, writeConfig } from './server-config.ts';

export interface ServerOptions {
  readonly kind: ServerKind;
  readonly version: string;
  /** `-Ekey=value`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Users, API keys, and TLS with a CA of its own. Elasticsearch only. */
  readonly security?: boolean;
}

/** All there is to know of a running server; plain, so that it can go to another process. */
export interface ServerData {
  readonly options: ServerOptions;
  readonly home: string;
  readonly jdk: string;
  readonly folder: string;
  readonly port: number;
  readonly transportPort: number;
}

const START_LIMIT = 120_000;

/** Fetches it where needed, starts it, waits until it answers. Throws with what is missing, or the end of its log. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const wanted = distribution(options.kind, options.version);
  const missing = missingFor(wanted);
  if (missing !== undefined)
    throw new Error(`${options.kind} ${options.version} can't run here, for want of ${missing}`);
  const jdk = findJdk(wanted.jdk)!;
  const home = await fetchServer(wanted, jdk);
  const folder = mkdtempSync(join(tmpdir(), `${options.kind}-`));
  const [port, transportPort] = [await freePort(), await freePort()];
  const server = new Server({ options, home, jdk: jdk.home, folder, port, transportPort });
  server.guard();
  try {
    writeConfig(server.data);
    handOver(folder);
    await server.launch();
  } catch (error) {
    await server.end();
    throw error;
  }
  return server;
}

export class Server {
  readonly data: ServerData;
  private guarding: ChildProcess | undefined;

  constructor(data: ServerData) {
    this.data = data;
  }

  get url(): string {
    const { options, port } = this.data;
    return `${options.security ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  /** PEM file of the CA; with security only. */
  get ca(): string {
    return join(this.data.folder, 'config', 'ca', 'ca.crt');
  }

  get user(): string {
    return USER;
  }

  get password(): string {
    return PASSWORD;
  }

  get pid(): number {
    return Number(readFileSync(join(this.data.folder, 'pid'), 'utf8'));
  }

  /** A request as administrator. */
  async request(method: string, path: string, body?: unknown, sending: Sending = {}): Promise<Reply> {
    const { security } = this.data.options;
    const own = security ? { ca: this.ca, auth: `${USER}:${PASSWORD}` } : {};
    return send(method, `${this.url}${path}`, body, { ...own, ...sending });
  }

  /** kill -9: as a power cut would. */
  async kill(): Promise<void> {
    const { pid } = this;
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid)) await sleep(20);
  }

  /** Everything stands still; connections stay open. */
  pause(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  resume(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** Starts it with the data it had; `settings` go on top of the earlier ones. */
  async launch(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const { home, folder, options } = this.data;
    const all = Object.entries({ ...this.settings(), ...options.settings, ...settings });
    const words = all.map(([name, value]) => `-E${name}=${value}`);
    const command = [join(home, 'bin', options.kind), '-d', '-p', join(folder, 'pid'), ...words];
    const [program = '', ...rest] = unprivileged(command);
    try {
      await this.start(program, rest);
      await this.ready();
    } catch (error) {
      throw new Error(`${options.kind} ${options.version} does not start\n${this.log()}`, { cause: error });
    }
  }

  /** Ends it and removes its files. */
  async end(): Promise<void> {
    const { guarding } = this;
    if (guarding === undefined || guarding.exitCode !== null) return;
    const gone = new Promise((resolve) => guarding.once('exit', resolve));
    guarding.ref();
    guarding.stdin?.end();
    await gone;
  }

  /** A process that outlives this one, waits for its end and then clears up. */
  guard(): void {
    const script =
      'cat >/dev/null; [ -f "$1/pid" ] && kill -9 "$(cat "$1/pid")" 2>/dev/null; sleep 0.2; rm -rf "$1"';
    this.guarding = spawn('bash', ['-c', script, 'guard', this.data.folder], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.guarding.unref();
    (this.guarding.stdin as unknown as { unref: () => void }).unref();
  }

  /** The launcher ends when the server is up, or starting in the background. */
  private async start(program: string, words: readonly string[]): Promise<void> {
    const output = openSync(join(this.data.folder, 'stdout'), 'w');
    const options = { cwd: this.data.folder, env: this.environment(), detached: true };
    const launcher = spawn(program, words, { ...options, stdio: ['ignore', output, output] });
    closeSync(output);
    const [code] = (await once(launcher, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the launcher ended with ${code}`);
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + START_LIMIT;
    while (Date.now() < deadline) {
      const reply = await this.request('GET', '/_cluster/health?wait_for_status=yellow&timeout=1s').catch(
        () => undefined,
      );
      if (reply?.status === 200) return;
      await sleep(100);
    }
    throw new Error('no answer');
  }

  private settings(): Record<string, string> {
    const { folder, port, transportPort } = this.data;
    return {
      'discovery.type': 'single-node',
      'cluster.name': `test-${port}`,
      'node.name': 'n1',
      'http.host': '127.0.0.1',
      'transport.host': '127.0.0.1',
      'http.port': String(port),
      'transport.port': String(transportPort),
      'path.data': join(folder, 'data'),
      'path.logs': join(folder, 'logs'),
      'cluster.routing.allocation.disk.threshold_enabled': 'false',
      // Every 30 s it would take away the block that a test has set as for a full disk.
      'cluster.info.update.interval': '1d',
    };
  }

  private environment(): Record<string, string> {
    const { folder, jdk, options } = this.data;
    const name = options.kind === 'elasticsearch' ? 'ES' : 'OPENSEARCH';
    return {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      [`${name}_JAVA_HOME`]: jdk,
      [`${name}_PATH_CONF`]: join(folder, 'config'),
      [`${name}_TMPDIR`]: join(folder, 'tmp'),
      // The launcher is a JVM of its own.
      CLI_JAVA_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m',
    };
  }

  private log(): string {
    const { folder } = this.data;
    return readFileSync(join(folder, 'stdout'), 'utf8').slice(-4000);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
