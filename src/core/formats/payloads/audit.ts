/**
 * Audit events of kube-apiserver (`audit.k8s.io/v1`), one a line. They have no message: one is made of the event's own words,
 * `get /api/v1/nodes/node1 by system:node:node1: 401`; everything else is in the fields.
 */
import { fieldValue, type Field } from '../../entry.ts';
import type { ParsedPayload } from '../format.ts';
import { stampOf } from './stamps.ts';

export function readAudit(fields: readonly Field[]): ParsedPayload | undefined {
  const version = fieldValue(fields, 'apiVersion');
  if (version === undefined || !version.startsWith('audit.k8s.io/')) return undefined;
  const stamp =
    fieldValue(fields, 'stageTimestamp') ??
    fieldValue(fields, 'requestReceivedTimestamp') ??
    fieldValue(fields, 'timestamp');
  return {
    format: 'audit',
    message: sentence(fields),
    fields,
    time: stampOf(stamp),
    level: undefined,
    component: 'kube-apiserver',
    caller: undefined,
  };
}

function sentence(fields: readonly Field[]): string {
  const user = fieldValue(fields, 'user.username');
  const code = fieldValue(fields, 'responseStatus.code');
  const request = `${fieldValue(fields, 'verb') ?? ''} ${fieldValue(fields, 'requestURI') ?? ''}`.trim();
  return request + (user ? ` by ${user}` : '') + (code ? `: ${code}` : '');
}
