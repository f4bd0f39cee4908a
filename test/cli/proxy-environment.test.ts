import { expect, test } from 'vitest';
import { proxyFor } from '../../src/cli/proxy-environment.ts';

const P = 'http://proxy:3128';
const HTTPS = 'https://es.example:9200';

test.each([
  ['nothing', HTTPS, {}, undefined],
  ['upper case', HTTPS, { HTTPS_PROXY: P }, 'HTTPS_PROXY'],
  ['small letters first', HTTPS, { HTTPS_PROXY: 'http://other', https_proxy: P }, 'https_proxy'],
  ['another protocol', 'http://es.example', { HTTPS_PROXY: P }, undefined],
  ['http, small letters', 'http://es.example', { http_proxy: P }, 'http_proxy'],
  ['http, which a web server sets', 'http://es.example', { HTTP_PROXY: P }, undefined],
  ['all', 'http://es.example', { ALL_PROXY: P }, 'ALL_PROXY'],
  ['its own before all', HTTPS, { ALL_PROXY: 'http://other', HTTPS_PROXY: P }, 'HTTPS_PROXY'],
  ['empty is none', HTTPS, { HTTPS_PROXY: '', https_proxy: ' ' }, undefined],
])('%s', (_, url, env, variable) => {
  expect(proxyFor(new URL(url), env)).toEqual(variable === undefined ? undefined : { proxy: P, variable });
});

test('a proxy without a scheme is an HTTP proxy', () => {
  expect(proxyFor(new URL(HTTPS), { HTTPS_PROXY: 'user:word@proxy:3128' })?.proxy).toBe(
    'http://user:word@proxy:3128',
  );
});

test.each([
  ['*', HTTPS, true],
  ['a.example,*', HTTPS, true],
  ['es.example', HTTPS, true],
  ['ES.Example', HTTPS, true],
  ['example', HTTPS, true],
  ['.example', HTTPS, true],
  ['example.', HTTPS, true],
  ['xample', HTTPS, false],
  ['other.es.example', HTTPS, false],
  ['localhost, es.example', HTTPS, true],
  ['localhost es.example', HTTPS, true],
  ['es.example:9200', HTTPS, true],
  ['es.example:9201', HTTPS, false],
  ['es.example:443', 'https://es.example', true],
  ['es.example:80', 'http://es.example', true],
  ['', HTTPS, false],
  [',', HTTPS, false],
  [':9200', HTTPS, false],
  ['10.1.2.3', 'https://10.1.2.3:9200', true],
  ['10.1.2.3:9200', 'https://10.1.2.3:9200', true],
  ['1.2.3', 'https://10.1.2.3:9200', false],
  ['2.3', 'https://10.1.2.3:9200', false],
  ['10.0.0.0/8', 'https://10.1.2.3:9200', true],
  ['10.0.0.0/16', 'https://10.1.2.3:9200', false],
  ['10.0.0.0/', 'https://10.1.2.3:9200', false],
  ['10.0.0.0/99', 'https://10.1.2.3:9200', false],
  ['::1', 'https://[::1]:9200', true],
  ['[::1]:9200', 'https://[::1]:9200', true],
  ['[::1]:1', 'https://[::1]:9200', false],
  ['fd00::/8', 'https://[fd12::1]', true],
  ['10.0.0.0/8', 'https://[fd12::1]', false],
])('no_proxy %j for %s: %s', (list, url, spared) => {
  const protocol = new URL(url).protocol.slice(0, -1);
  const proxy = { [`${protocol}_proxy`]: P };
  expect(proxyFor(new URL(url), { ...proxy, NO_PROXY: list }) === undefined).toBe(spared);
  expect(proxyFor(new URL(url), { ...proxy, no_proxy: list }) === undefined).toBe(spared);
});
