import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ElasticFlagValues } from '../../../src/cli/elastic-flags.ts';
import { elasticConfig } from '../../../src/cli/elastic-options.ts';
import { ProblemError } from '../../../src/core/errors.ts';

const URLS = ['https://es.example:9200'];
const folder = mkdtempSync(join(tmpdir(), 'elastic-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, `secret-${text.length}`);
  writeFileSync(path, text);
  return path;
}

test('defaults', () => {
  expect(elasticConfig({ esUrl: URLS }, {})).toEqual({
    urls: ['https://es.example:9200/'],
    proxies: {},
    headers: {},
    gzip: true,
    timeout: 30_000,
    alias: 'whynotready-incidents',
    namespace: 'default',
    evidence: false,
    deadLetters: 'whynotready-dead-letters.ndjson',
    retryFor: 300_000,
    maxOperations: 1000,
    maxBytes: 5 << 20,
  });
});

test('addresses come from the flag, else from the environment', () => {
  const env = { WHYNOTREADY_ES_URL: 'https://a:9200, https://b:9200/path' };
  expect(elasticConfig({}, env).urls).toEqual(['https://a:9200/', 'https://b:9200/path']);
  expect(elasticConfig({ esUrl: URLS }, env).urls).toEqual(['https://es.example:9200/']);
});

test('secrets: a file of a flag, then a file of the environment, then the environment', () => {
  const [one, two] = [file('one\n'), file('two two\n')];
  const env = { WHYNOTREADY_ES_API_KEY: 'three', WHYNOTREADY_ES_API_KEY_FILE: two };
  const auth = (flags: ElasticFlagValues, env: Record<string, string>) =>
    elasticConfig({ esUrl: URLS, ...flags }, env).auth;
  expect(auth({ esApiKeyFile: one }, env)).toEqual({ kind: 'api-key', key: 'one' });
  expect(auth({}, env)).toEqual({ kind: 'api-key', key: 'two two' });
  expect(auth({}, { WHYNOTREADY_ES_API_KEY: 'three' })).toEqual({ kind: 'api-key', key: 'three' });
  expect(auth({}, { WHYNOTREADY_ES_BEARER_TOKEN: 't' })).toEqual({ kind: 'bearer', token: 't' });
  const others = {
    WHYNOTREADY_ES_PROXY_FILE: file('http://u:p@own:1\n'),
    WHYNOTREADY_ES_HEADERS_FILE: file('A: 1\n\nB: 2\n'),
  };
  expect(elasticConfig({ esUrl: URLS }, others)).toMatchObject({
    proxies: { 'https://es.example:9200/': 'http://u:p@own:1' },
    headers: { a: '1', b: '2' },
  });
  expect(auth({ esUsername: 'u' }, { WHYNOTREADY_ES_PASSWORD: 'p' })).toEqual({
    kind: 'basic',
    username: 'u',
    password: 'p',
  });
});

test('proxies: of the flag, of the own variable, else of the environment, node by node', () => {
  const esUrl = ['https://a.example', 'https://b.example:9200'];
  const env = { HTTPS_PROXY: 'http://common:1', NO_PROXY: 'b.example' };
  const proxies = (flags: ElasticFlagValues, more: Record<string, string> = {}) =>
    elasticConfig({ esUrl, ...flags }, { ...env, ...more }).proxies;
  const both = (proxy: string) => ({ 'https://a.example/': proxy, 'https://b.example:9200/': proxy });
  expect(proxies({})).toEqual({ 'https://a.example/': 'http://common:1' });
  expect(proxies({}, { WHYNOTREADY_ES_PROXY: 'http://own:1' })).toEqual(both('http://own:1'));
  expect(proxies({ esProxy: 'http://flag:1' }, { WHYNOTREADY_ES_PROXY: 'http://own:1' })).toEqual(
    both('http://flag:1'),
  );
  expect(proxies({}, { no_proxy: '*' })).toEqual({});
});

test('lengths of time, names, headers', () => {
  const config = elasticConfig(
    {
      esUrl: URLS,
      esTimeout: '90s',
      esRetryFor: '1h',
      esAlias: 'team-a',
      esNamespace: 'prod',
      esHeader: ['X-Tenant: blue'],
      esGzip: false,
    },
    { WHYNOTREADY_ES_HEADERS: 'Authorization: Basic x\nX-More: 1' },
  );
  expect(config).toMatchObject({
    timeout: 90_000,
    retryFor: 3_600_000,
    alias: 'team-a',
    namespace: 'prod',
    gzip: false,
    headers: { 'x-tenant': 'blue', authorization: 'Basic x', 'x-more': '1' },
  });
});

test.each<[string, ElasticFlagValues, Record<string, string>, RegExp]>([
  ['no address', { esUrl: [] }, {}, /no address of Elasticsearch/],
  ['no address at all', { esUrl: ['es:9200'] }, {}, /is no address/],
  ['a password in the address', { esUrl: ['https://u:hush@es:9200'] }, {}, /holds a user or password/],
  ['a password in the proxy', { esProxy: 'http://u:hush@p:1' }, {}, /holds a password/],
  ['a proxy that is none', { esProxy: 'hush' }, {}, /no address/],
  ['a secret header', { esHeader: ['Authorization: hush'] }, {}, /is a secret/],
  ['what is no header', { esHeader: ['hush'] }, {}, /what is no header/],
  ['a header with a line end', { esHeader: ['A: b\r\nHost: hush'] }, {}, /what is no header/],
  [
    'two ways to log in',
    {},
    { WHYNOTREADY_ES_API_KEY: 'hush', WHYNOTREADY_ES_BEARER_TOKEN: 'hush' },
    /api-key and bearer/,
  ],
  ['a user without a password', { esUsername: 'u' }, {}, /without a password/],
  ['a password without a user', {}, { WHYNOTREADY_ES_PASSWORD: 'hush' }, /without a user/],
  ['a file that is not there', { esApiKeyFile: '/nowhere/key' }, {}, /ENOENT/],
  ['an empty secret', { esApiKeyFile: file('\n') }, {}, /is empty/],
  ['a certificate without its key', { esCert: file('cert') }, {}, /go together/],
  ['a fingerprint that is none', { esCaFingerprint: 'ab' }, {}, /no SHA-256/],
  ['a proxy of another kind', {}, { ALL_PROXY: 'socks5://u:hush@p:1' }, /ALL_PROXY is no address of an HTTP/],
  ['no length of time', { esTimeout: 'soon' }, {}, /no length of time/],
  ['a point in time', { esTimeout: '2026-11-21' }, {}, /no length of time/],
  ['no name of an index', { esAlias: 'A,b' }, {}, /no name of an index/],
])('%s is wrong usage, and no secret is repeated', (_, flags, env, text) => {
  let problems: ProblemError | undefined;
  try {
    elasticConfig({ esUrl: URLS, ...flags }, env);
  } catch (error) {
    problems = error as ProblemError;
  }
  expect(problems).toBeInstanceOf(ProblemError);
  expect(problems!.message).toMatch(text);
  expect(JSON.stringify(problems!.problems)).not.toContain('hush');
  expect(problems!.problems.every(({ code, fix }) => code === 'USAGE' && fix !== undefined)).toBe(true);
});
