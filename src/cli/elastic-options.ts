/** From flags, environment and files to how Elasticsearch is reached. Throws ProblemError (USAGE) with all mistakes at once; no message holds a secret. */
import { readFileSync } from 'node:fs';
import { ProblemError } from '../core/errors.ts';
import type { Problem } from '../core/errors.ts';
import { DEFAULTS } from '../sinks/elasticsearch/config.ts';
import type { Auth, ElasticsearchConfig } from '../sinks/elasticsearch/config.ts';
import type { ElasticFlagValues } from './elastic-flags.ts';
import { proxyFor } from './proxy-environment.ts';
import type { NamedProxy } from './proxy-environment.ts';
import { parseTime } from './times.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `connects` false: no server is asked, so none need be named. */
export function elasticConfig(
  flags: ElasticFlagValues,
  env: Environment,
  connects = true,
): ElasticsearchConfig {
  const reader = new OptionReader(env);
  const urls = urlsOf(flags, reader);
  if (connects && urls.length === 0)
    reader.wrong(
      'no address of Elasticsearch is given',
      'add --es-url https://HOST:9200 or set WHYNOTREADY_ES_URL',
    );
  const proxies = proxiesOf(flags, urls, reader);
  const config: ElasticsearchConfig = {
    ...DEFAULTS,
    ...definedOnly({
      ca: reader.file(flags.esCa, '--es-ca'),
      caFingerprint: fingerprintOf(flags, reader),
      cert: reader.file(flags.esCert, '--es-cert'),
      key: reader.file(flags.esKey, '--es-key'),
      keyPassphrase: reader.secret('KEY_PASSPHRASE'),
      auth: authOf(flags, reader),
      proxies,
      gzip: flags.esGzip,
      timeout: durationOf(flags.esTimeout, '--es-timeout', reader),
      alias: nameOf(flags.esAlias, '--es-alias', reader),
      namespace: nameOf(flags.esNamespace, '--es-namespace', reader),
      evidence: flags.esEvidence,
      retryFor: durationOf(flags.esRetryFor, '--es-retry-for', reader),
      deadLetters: flags.esDeadLetters,
    }),
    urls,
    headers: headersOf(flags, reader),
  };
  if ((config.cert === undefined) !== (config.key === undefined))
    reader.wrong('--es-cert and --es-key go together', 'give both');
  if (reader.problems.length > 0) throw new ProblemError(reader.problems);
  return config;
}

/** Reads the environment and files, and collects what is wrong with them. */
class OptionReader {
  readonly problems: Problem[] = [];
  private readonly env: Environment;

  constructor(env: Environment) {
    this.env = env;
  }

  wrong(message: string, fix: string): void {
    this.problems.push({ code: 'USAGE', message, fix });
  }

  variable(name: string): string | undefined {
    const value = this.env[`WHYNOTREADY_ES_${name}`];
    return value === '' ? undefined : value;
  }

  proxyFor(url: string): NamedProxy | undefined {
    return proxyFor(new URL(url), this.env);
  }

  /** The file of a flag, else the file that `…_FILE` names, else the variable itself. */
  secret(
    name: string,
    flag?: { readonly name: string; readonly file: string | undefined },
  ): string | undefined {
    const named = this.variable(`${name}_FILE`);
    const text =
      flag?.file !== undefined
        ? this.file(flag.file, flag.name)
        : named === undefined
          ? this.variable(name)
          : this.file(named, `WHYNOTREADY_ES_${name}_FILE`);
    const value = text?.trim();
    if (value === '') this.wrong(`the secret of ${flag?.name ?? name} is empty`, 'look into its file');
    return value;
  }

  file(path: string | undefined, name: string): string | undefined {
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.wrong(`${name}: ${reason}`, 'name a file that can be read');
      return undefined;
    }
  }
}

function urlsOf({ esUrl }: ElasticFlagValues, reader: OptionReader): string[] {
  const given = esUrl ?? reader.variable('URL')?.split(/[\s,]+/) ?? [];
  return given.flatMap((text) => {
    const url = URL.parse(text);
    if (url === null || !isHttp(url)) {
      // It may hold a password; so it is not repeated.
      reader.wrong('--es-url is no address', 'write https://HOST:9200');
      return [];
    }
    if (url.username !== '' || url.password !== '') {
      reader.wrong(
        `the address of ${url.host} holds a user or password, which others on this machine can see`,
        'use WHYNOTREADY_ES_USERNAME and WHYNOTREADY_ES_PASSWORD (or …_FILE)',
      );
      return [];
    }
    return [url.href];
  });
}

function authOf(flags: ElasticFlagValues, reader: OptionReader): Auth | undefined {
  const key = reader.secret('API_KEY', { name: '--es-api-key-file', file: flags.esApiKeyFile });
  const token = reader.secret('BEARER_TOKEN', {
    name: '--es-bearer-token-file',
    file: flags.esBearerTokenFile,
  });
  const password = reader.secret('PASSWORD', { name: '--es-password-file', file: flags.esPasswordFile });
  const username = flags.esUsername ?? reader.variable('USERNAME');
  if (username !== undefined && password === undefined)
    reader.wrong('a user without a password', 'set WHYNOTREADY_ES_PASSWORD or --es-password-file');
  if (username === undefined && password !== undefined)
    reader.wrong('a password without a user', 'add --es-username');
  const ways: Auth[] = [];
  if (key !== undefined) ways.push({ kind: 'api-key', key });
  if (token !== undefined) ways.push({ kind: 'bearer', token });
  if (username !== undefined && password !== undefined) ways.push({ kind: 'basic', username, password });
  if (ways.length > 1)
    reader.wrong(`${ways.map(({ kind }) => kind).join(' and ')} are given`, 'give one way to log in');
  return ways[0];
}

function fingerprintOf({ esCaFingerprint }: ElasticFlagValues, reader: OptionReader): string | undefined {
  if (esCaFingerprint === undefined) return undefined;
  if (!/^(?:[\da-f]{2}:?){32}$/i.test(esCaFingerprint))
    reader.wrong('--es-ca-fingerprint is no SHA-256', 'write 64 hexadecimal digits');
  return esCaFingerprint;
}

function proxyOf({ esProxy }: ElasticFlagValues, reader: OptionReader): string | undefined {
  const text = esProxy ?? reader.secret('PROXY');
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url === null || !isHttp(url)) reader.wrong('--es-proxy is no address', 'write http://HOST:3128');
  else if (esProxy !== undefined && url.password !== '')
    reader.wrong(
      '--es-proxy holds a password, which others on this machine can see',
      'use WHYNOTREADY_ES_PROXY',
    );
  return text;
}

/** What is given for this tool is for all nodes; else each has what the environment says. */
function proxiesOf(
  flags: ElasticFlagValues,
  urls: readonly string[],
  reader: OptionReader,
): ElasticsearchConfig['proxies'] {
  const given = proxyOf(flags, reader);
  if (given !== undefined) return Object.fromEntries(urls.map((url) => [url, given]));
  const proxies: Record<string, string> = {};
  for (const url of urls) {
    const named = reader.proxyFor(url);
    if (named === undefined) continue;
    proxies[url] = named.proxy;
    if (!isHttp(URL.parse(named.proxy)))
      reader.wrong(
        `${named.variable} is no address of an HTTP proxy`,
        'give one with --es-proxy, or name the host of Elasticsearch in NO_PROXY',
      );
  }
  return proxies;
}

function isHttp(url: URL | null): boolean {
  return url !== null && /^https?:$/.test(url.protocol);
}

const SECRET_HEADER = /authorization|cookie|token|secret|key/i;

function headersOf({ esHeader }: ElasticFlagValues, reader: OptionReader): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [source, texts] of [
    ['--es-header', esHeader ?? []],
    ['WHYNOTREADY_ES_HEADERS', linesOf(reader.secret('HEADERS'))],
  ] as const)
    for (const text of texts) {
      const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+):\s*([\t\x20-\x7e]*)$/.exec(text.trim()) ?? [];
      if (name === '') reader.wrong(`${source} holds what is no header`, "write 'Name: value'");
      else if (source === '--es-header' && SECRET_HEADER.test(name))
        reader.wrong(
          `the header ${name} is a secret, which others on this machine can see`,
          'put it into WHYNOTREADY_ES_HEADERS, one header a line',
        );
      else headers[name.toLowerCase()] = value;
    }
  return headers;
}

/** Those that are not empty. */
function linesOf(text = ''): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function durationOf(text: string | undefined, flag: string, reader: OptionReader): number | undefined {
  if (text === undefined) return undefined;
  const ago = /^\d/.test(text) ? parseTime(text, { now: 0, timeZone: 'UTC' }) : undefined;
  if (ago !== undefined && ago <= 0) return -ago;
  reader.wrong(`${flag} '${text}' is no length of time`, 'write 30s, 5min or 1h');
  return undefined;
}

/** What Elasticsearch takes as a part of an index's name. */
function nameOf(text: string | undefined, flag: string, reader: OptionReader): string | undefined {
  if (text === undefined || /^[a-z\d][a-z\d._]*(?:-[a-z\d._]+)*$/.test(text)) return text;
  reader.wrong(`${flag} '${text}' is no name of an index`, 'small letters, digits, dots and dashes');
  return undefined;
}

function definedOnly<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
