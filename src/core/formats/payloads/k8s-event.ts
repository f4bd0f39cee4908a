/**
 * Events of the cluster (`kubectl get events -o json`): `v1` with `involvedObject`, `events.k8s.io/v1` with `regarding`.
 */
import { fieldValue, type Field, type Level } from '../../entry.ts';
import type { ParsedPayload } from '../format.ts';
import { stampOf } from './stamps.ts';

/** Most exact first; the old ones are null where the new ones are set. */
const TIMES = [
  'series.lastObservedTime',
  'lastTimestamp',
  'deprecatedLastTimestamp',
  'eventTime',
  'firstTimestamp',
  'metadata.creationTimestamp',
];

function firstValue(fields: readonly Field[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fieldValue(fields, name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function levelOfType(type: string | undefined): Level | undefined {
  if (type === 'Warning') return 'warning';
  return type === 'Normal' ? 'info' : undefined;
}

export function readK8sEvent(fields: readonly Field[]): ParsedPayload | undefined {
  if (fieldValue(fields, 'kind') !== 'Event') return undefined;
  if (firstValue(fields, ['involvedObject.kind', 'regarding.kind']) === undefined) return undefined;
  return {
    format: 'k8s-event',
    message: firstValue(fields, ['message', 'note']) ?? '',
    fields: fields.filter(({ name }) => name !== 'message' && name !== 'note'),
    time: stampOf(firstValue(fields, TIMES)),
    level: levelOfType(fieldValue(fields, 'type')),
    component: firstValue(fields, [
      'source.component',
      'reportingComponent',
      'reportingController',
      'deprecatedSource.component',
    ]),
    caller: undefined,
    host: firstValue(fields, ['source.host', 'deprecatedSource.host']),
  };
}
