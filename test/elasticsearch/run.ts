/** The built command against a real server, and a look at what arrived. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { command, start } from '../e2e/command.ts';
import type { Call, Ended } from '../e2e/command.ts';
import type { Server } from '../servers/shared.ts';

/** The servers that the whole suite runs on; the newest with security and TLS. */
export const SERVERS = [
  { kind: 'elasticsearch', version: '9.5.3', security: true },
  { kind: 'elasticsearch', version: '8.19.21' },
  { kind: 'opensearch', version: '3.6.0' },
] as const;

export const SECURE = SERVERS[0];

/** How an administrator gets in; a machine that is busy may need long for an answer. */
export function access(server: Server): { args: string[]; env: Record<string, string> } {
  const args = ['--es-url', server.url, '--es-timeout', '2min'];
  if (!server.data.options.security) return { args, env: {} };
  return {
    args: [...args, '--es-ca', server.ca, '--es-username', server.user],
    env: { WHYNOTREADY_ES_PASSWORD: server.password },
  };
}

/** Runs the command as administrator of the server, in a folder of its own. */
export async function elastic(server: Server, words: readonly string[], call: Call = {}): Promise<Ended> {
  const { args, env } = access(server);
  return command([...words, ...args], { ...call, env: { ...env, ...call.env } });
}

/** The same, not waited for. */
export function begin(server: Server, words: readonly string[], call: Call = {}): ChildProcess {
  const { args, env } = access(server);
  return start([...words, ...args], { ...call, env: { ...env, ...call.env } });
}

/** Waits until the command has said it on standard error. Throws when it ends before. */
export async function says(child: ChildProcess, what: RegExp): Promise<void> {
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stderr!.on('data', (piece: string | Buffer) => {
    text += piece.toString();
    if (what.test(text)) resolve();
  });
  child.once('close', () => reject(new Error(`ended without saying ${what}: ${text}`)));
  await promise;
}

export interface Figures {
  readonly sent: number;
  readonly already: number;
  readonly retried: number;
  readonly dead: number;
}

/** The account on the last line of standard error. */
export function figures(stderr: string): Figures {
  const found = /sent (\d+), already there (\d+), retried (\d+), dead (\d+)/.exec(stderr);
  if (found === null) throw new Error(`no account in ${stderr}`);
  const [, sent, already, retried, dead] = found.map(Number) as [0, number, number, number, number];
  return { sent, already, retried, dead };
}

/** For one test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'elasticsearch-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** What k3s says when a node's password is refused. */
export const REJECTED = `msg="Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"`;

/** A log of many hosts, each with the same failure `times` times; each host makes one incident and one diagnosis. */
export function logOf(
  { hosts, times }: { readonly hosts: number; readonly times: number },
  cwd = folder(),
): string {
  const file = join(cwd, `${hosts}-${times}.log`);
  const lines: string[] = [];
  for (let time = 0; time < times; time++)
    for (let host = 0; host < hosts; host++) {
      const at = `2026-11-21T10:39:${String(time).padStart(2, '0')}`;
      lines.push(`${at}.000000+00:00 node-${host} k3s[1234]: time="${at}Z" level=info ${REJECTED}\n`);
    }
  writeFileSync(file, lines.join(''));
  return file;
}

export async function count(server: Server, index: string): Promise<number> {
  await server.request('POST', `/${index}/_refresh`);
  const { body } = await server.request('GET', `/${index}/_count`);
  return body.count;
}

export interface Hit {
  readonly _id: string;
  readonly _source: {
    readonly '@timestamp': string;
    readonly whynotready: Readonly<Record<string, unknown>> & {
      readonly type: string;
      readonly count: number;
    };
  } & Readonly<Record<string, unknown>>;
}

/** All documents, sorted by id. */
export async function documents(server: Server, index: string): Promise<Hit[]> {
  await server.request('POST', `/${index}/_refresh`);
  const { body } = await server.request('GET', `/${index}/_search?size=5000`);
  return (body.hits.hits as Hit[]).sort((a, b) => (a._id < b._id ? -1 : 1));
}
