/**
 * The words that the whole flow shares: where a line stands, and one parsed record.
 */

/** Where a line stands: `line` counts from 1, `offset` is the byte offset of its first byte in the (decompressed) source. */
export interface Origin {
  readonly source: string;
  readonly line: number;
  readonly offset: number;
}

/** Severity that a log line gives itself; never a condition for a match by itself (see docs/architecture.md). */
export type Level = 'fatal' | 'error' | 'warning' | 'info' | 'debug';

/** One decoded field of a payload; nested JSON keys are joined by dots. Names can repeat. */
export interface Field {
  readonly name: string;
  readonly value: string;
}

/** One parsed record, of one or several lines. Absent knowledge is `undefined`, never a guess. */
export interface Entry {
  /** Milliseconds since the epoch (may have a fraction); undefined: the line has no time and no earlier line nearby has one. */
  readonly time: number | undefined;
  /** Host from the envelope or the path; undefined: the caller's default applies. */
  readonly host: string | undefined;
  /** systemd unit or syslog identifier: `k3s.service`, `kubelet`. */
  readonly unit: string | undefined;
  /** Program that wrote the payload, by its usual name: `kubelet`, `k3s`, `etcd`, `kernel`, … */
  readonly component: string | undefined;
  readonly level: Level | undefined;
  /** Decoded message: no envelope, no header, escapes undone. Several lines are joined by `\n`. */
  readonly message: string;
  /** Decoded structured fields of the payload. */
  readonly fields: readonly Field[];
  /** `file.go:123` where the payload names it. */
  readonly caller: string | undefined;
  /** Entries that have the same object here agree in `message` and `fields`: a flood's repeated text. Says nothing when undefined. */
  readonly same?: object | undefined;
  /** The lines as they were read; only where a rule asks for them. */
  readonly lines?: readonly string[] | undefined;
  /** Names of the formats that were opened, outermost first: `['journal-short', 'klog']`. */
  readonly formats: readonly string[];
}

/** First value of a field, by name. */
export function fieldValue(fields: readonly Field[], name: string): string | undefined {
  for (const field of fields) if (field.name === name) return field.value;
  return undefined;
}

/** The error that stands in a field beside the message, which does not say it: often only that says what is wrong. */
export function errorBeside({ message, fields }: Pick<Entry, 'message' | 'fields'>): string | undefined {
  const error = fieldValue(fields, 'err') ?? fieldValue(fields, 'error');
  return error === undefined || message.includes(error) ? undefined : error;
}
