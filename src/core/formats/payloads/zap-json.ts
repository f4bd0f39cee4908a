/**
 * zap's JSON as etcd writes it: `{"level":"warn","ts":"2026-11-21T10:09:14.836917Z","caller":"embed/config.go:1207","msg":"…"}`.
 * `ts` is RFC 3339, or seconds as a number in older versions.
 */
import { fieldValue, type Field } from '../../entry.ts';
import type { ParsedPayload } from '../format.ts';
import { withoutHeader, withoutLineEnd } from './header.ts';
import { levelOf } from './level.ts';
import { stampOf, stampOfNumber } from './stamps.ts';

const HEADER = ['level', 'ts', 'caller', 'msg'];

/** Folders of the caller that only etcd's server has; its client (`clientv3/`, `v3@…/`) runs inside of other programs. */
const ETCD_FOLDERS =
  /^(?:embed|etcdmain|etcdserver|rafthttp|raft|membership|mvcc|wal|snap|lease|v3rpc|fileutil|osutil|v3compactor|schema|verify|api|apply|txn|backend)\//;

export function readZapJson(fields: readonly Field[]): ParsedPayload | undefined {
  const ts = fieldValue(fields, 'ts');
  const level = levelOf(fieldValue(fields, 'level'));
  if (ts === undefined || level === undefined) return undefined;
  const message = fieldValue(fields, 'msg');
  const caller = fieldValue(fields, 'caller');
  if (message === undefined) return undefined;
  return {
    format: 'zap-json',
    message: withoutLineEnd(message),
    fields: withoutHeader(fields, HEADER),
    time: stampOf(ts) ?? stampOfNumber(ts),
    level,
    component: caller !== undefined && ETCD_FOLDERS.test(caller) ? 'etcd' : undefined,
    caller,
  };
}
