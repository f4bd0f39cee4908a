/** How severe a document says its line is: in words, in syslog's numbers, in OpenTelemetry's. */
import type { Level } from '../../entry.ts';
import { levelOf } from '../payloads/level.ts';
import { LEVELS, OTEL_SEVERITIES } from './document-fields.ts';
import { first, text, valueAt } from './document-values.ts';
import type { Source } from './document-values.ts';
import { LEVEL_OF_PRIORITY } from './journal-json.ts';

export function severityOf(source: Source): Level | undefined {
  for (const name of LEVELS) {
    const level = levelIn(text(valueAt(source, name)));
    if (level !== undefined) return level;
  }
  return ofOpenTelemetry(Number(first(source, OTEL_SEVERITIES) ?? 0));
}

function levelIn(value: string | undefined): Level | undefined {
  if (value === undefined) return undefined;
  // A priority of syslog also holds the facility.
  if (/^\d{1,3}$/.test(value)) return LEVEL_OF_PRIORITY[Number(value) % 8];
  return levelOf(value) ?? WORDS.get(value.toLowerCase());
}

/** Of syslog, beside those that programs use. */
const WORDS: ReadonlyMap<string, Level> = new Map([
  ['informational', 'info'],
  ['emergency', 'fatal'],
  ['emerg', 'fatal'],
]);

/** 1 to 24, four of each. */
const OF_OTEL: readonly Level[] = ['debug', 'debug', 'info', 'warning', 'error', 'fatal'];

function ofOpenTelemetry(number: number): Level | undefined {
  return number >= 1 ? OF_OTEL[Math.floor((number - 1) / 4)] : undefined;
}
