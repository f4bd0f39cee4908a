/** The proxy that the environment names for an address, as curl reads it. */
import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

export interface NamedProxy {
  /** With its scheme. May hold a password. */
  readonly proxy: string;
  /** The variable that names it. */
  readonly variable: string;
}

/**
 * `https_proxy`, `HTTPS_PROXY`, for http `http_proxy` in small letters only (a web server sets HTTP_PROXY to what a client says), then
 * `all_proxy`, `ALL_PROXY`; unless `no_proxy` or `NO_PROXY` names the host. Undefined: none.
 */
export function proxyFor(url: URL, env: Environment): NamedProxy | undefined {
  const own = url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy'];
  const variable = [...own, 'all_proxy', 'ALL_PROXY'].find((name) => isSet(env[name]));
  if (variable === undefined || isSpared(url, valueOf(env, 'no_proxy', 'NO_PROXY'))) return undefined;
  const text = env[variable]!;
  return { proxy: text.includes('://') ? text : `http://${text}`, variable };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

function valueOf(env: Environment, ...names: readonly string[]): string {
  return names.map((name) => env[name]).find(isSet) ?? '';
}

/** `list`: hosts (and all below them), addresses, ranges of them, each with a port or not; `*` is every host. */
function isSpared(url: URL, list: string): boolean {
  const host = bare(url.hostname);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || names(entry, host, port));
}

function names(entry: string, host: string, port: string): boolean {
  const [, bracketed, plain = '', wanted = port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [
    undefined,
    undefined,
    entry,
  ];
  const name = bare(bracketed ?? plain);
  if (wanted !== port || name === '') return false;
  if (isIP(host) !== 0) return isAmong(host, name);
  return host === name || host.endsWith(`.${name}`);
}

/** Without the dots of `.example.com` and `example.com.`, and the brackets of an address. */
function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/^\.|\.$/g, '');
}

/** `10.0.0.0/8`, or one address. */
function isAmong(address: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) !== isIP(address)) return false;
  const most = family === 'ipv6' ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (bits === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > most) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}
