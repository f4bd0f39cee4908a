/** The config folder of a server: the distribution's own, made small and quick to start; users and certificates with security. */
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerData } from './server.ts';
import { Authority } from './tls.ts';

export const USER = 'admin';
export const PASSWORD = 'correct-horse-battery';

export function writeConfig({ home, folder, options }: ServerData): void {
  for (const name of ['data', 'logs', 'tmp']) mkdirSync(join(folder, name));
  const config = join(folder, 'config');
  cpSync(join(home, 'config'), config, { recursive: true });
  writeFileSync(
    join(config, 'jvm.options'),
    jvmOptions(readFileSync(join(home, 'config', 'jvm.options'), 'utf8')),
  );
  if (options.kind === 'elasticsearch') security(config, options.security === true);
}

/** A small heap, one quick compiler, and no file that is named relative to a home which can't be written. */
function jvmOptions(shipped: string): string {
  const unwanted = /gc\.log|^-Xm[sx]|UseG1GC|HeapDump|ErrorFile|incubator\.vector/;
  const kept = shipped.split('\n').filter((line) => !line.startsWith('#') && !unwanted.test(line));
  return [...kept, '-Xms512m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ''].join('\n');
}

function security(config: string, on: boolean): void {
  const yml = join(config, 'elasticsearch.yml');
  appendFileSync(yml, `\nxpack.security.enabled: ${on}\nxpack.security.autoconfiguration.enabled: false\n`);
  if (!on) return;
  const authority = new Authority(join(config, 'ca'));
  const { cert, key } = authority.issue('server');
  // As Elasticsearch does it itself: the CA goes along.
  appendFileSync(cert, readFileSync(authority.cert));
  appendFileSync(
    yml,
    [
      'xpack.security.transport.ssl.enabled: false',
      'xpack.security.http.ssl.enabled: true',
      'xpack.security.http.ssl.client_authentication: optional',
      `xpack.security.http.ssl.certificate_authorities: ${authority.cert}`,
      `xpack.security.http.ssl.certificate: ${cert}`,
      `xpack.security.http.ssl.key: ${key}`,
      '',
    ].join('\n'),
  );
  writeFileSync(join(config, 'users'), `${USER}:${passwordHash(PASSWORD)}\n`);
  writeFileSync(join(config, 'users_roles'), `superuser:${USER}\n`);
}

/** As the file realm keeps it: PBKDF2 with HMAC-SHA512. */
function passwordHash(password: string): string {
  const salt = randomBytes(32);
  const rounds = 10_000;
  const hash = pbkdf2Sync(password, salt, rounds, 32, 'sha512');
  return `{PBKDF2}${rounds}$${salt.toString('base64')}$${hash.toString('base64')}`;
}
