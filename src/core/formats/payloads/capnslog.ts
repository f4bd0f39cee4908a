/**
 * etcd up to 3.4 without zap: `2020-05-13 08:50:55.343434 W | etcdserver: text` (coreos/pkg/capnslog, PrettyFormatter).
 */
import type { Level } from '../../entry.ts';
import type { ParsedPayload, Payload } from '../format.ts';
import { stampIn } from './stamps.ts';

/** Packages that only etcd has. */
const ETCD_PACKAGES = new Set(
  'auth compactor embed etcdmain etcdserver etcdserver/api etcdserver/api/etcdhttp etcdserver/api/rafthttp etcdserver/api/snap etcdserver/api/v2http etcdserver/api/v3rpc etcdserver/membership etcdserver/stats lease lessor mvcc pkg/fileutil pkg/flags pkg/netutil pkg/osutil pkg/tlsutil pkg/transport proxy/grpcproxy raft rafthttp snap store wal'.split(
    ' ',
  ),
);

function levelOfLetter(letter: string): Level | undefined {
  switch (letter) {
    case 'C':
      return 'fatal';
    case 'E':
      return 'error';
    case 'W':
      return 'warning';
    case 'N':
    case 'I':
      return 'info';
    case 'D':
    case 'T':
      return 'debug';
    default:
      return undefined;
  }
}

export function parseCapnslog(text: string): ParsedPayload | undefined {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(10) !== 32) return undefined;
  const blank = text.indexOf(' ', 19);
  if (blank < 0 || blank > 30 || !text.startsWith(' | ', blank + 2)) return undefined;
  const level = levelOfLetter(text.charAt(blank + 1));
  const time = stampIn(text, 0, blank);
  if (level === undefined || time === undefined) return undefined;
  const body = blank + 5;
  const colon = text.indexOf(': ', body);
  const known = colon > 0 && colon - body < 40 && ETCD_PACKAGES.has(text.slice(body, colon));
  const component = known ? 'etcd' : undefined;
  return {
    format: 'capnslog',
    message: text.slice(body),
    fields: [],
    time,
    level,
    component,
    caller: undefined,
  };
}

export const capnslog: Payload = { name: 'capnslog', parse: parseCapnslog };
