/**
 * Kubernetes' `--logging-format=json`: `ts` in milliseconds with a fraction, `caller`, `msg`, `v`, `err`. It has no severity: error lines
 * have no `v`, all others have one (k8s.io/component-base/logs/json).
 */
import { fieldValue, type Field } from '../../entry.ts';
import type { ParsedPayload } from '../format.ts';
import { withoutHeader, withoutLineEnd } from './header.ts';
import { stampOfNumber } from './stamps.ts';

const HEADER = ['ts', 'caller', 'msg', 'v'];
const MS_SINCE_1973 = 1e11;

export function readKlogJson(fields: readonly Field[]): ParsedPayload | undefined {
  const ts = fieldValue(fields, 'ts');
  const message = fieldValue(fields, 'msg');
  if (ts === undefined || message === undefined || !(Number(ts) >= MS_SINCE_1973)) return undefined;
  const time = stampOfNumber(ts);
  if (time === undefined || fieldValue(fields, 'level') !== undefined) return undefined;
  return {
    format: 'klog-json',
    message: withoutLineEnd(message),
    fields: withoutHeader(fields, HEADER),
    time,
    level: fieldValue(fields, 'v') === undefined ? 'error' : 'info',
    component: undefined,
    caller: fieldValue(fields, 'caller'),
  };
}
