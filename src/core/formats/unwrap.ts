/** Opens a line's envelopes, one inside the other. */
import type { Level } from '../entry.ts';
import { innerEnvelopes, outerEnvelopes } from './envelopes/index.ts';
import type { Envelope, Opened, StampedTime } from './format.ts';

/** What all envelopes of a line say together. Immutable. */
export interface Unwrapped {
  /** Outermost first. */
  readonly formats: readonly string[];
  readonly payload: string;
  /** Length of what the outermost envelope wraps. */
  readonly outerLength: number;
  /** The most exact; among equals the innermost exact or the outermost inexact one. */
  readonly time: StampedTime | undefined;
  readonly host: string | undefined;
  readonly unit: string | undefined;
  readonly component: string | undefined;
  readonly level: Level | undefined;
  readonly partial: boolean;
  /** Can the line be the rest of a partial one? */
  readonly joinable: boolean;
  readonly writer: string;
  /** Outermost envelope; undefined when the line has none. */
  readonly envelope: Envelope | undefined;
}

const DEPTH = 4;
const JOINABLE: ReadonlySet<string> = new Set(['cri', 'docker']);

/** 2: year and zone, 1: one of them, 0: none. */
export function exactness(time: StampedTime): number {
  return (time.hasYear ? 1 : 0) + (time.hasZone ? 1 : 0);
}

/** The better of an outer time and an inner one. */
export function betterTime(
  outer: StampedTime | undefined,
  inner: StampedTime | undefined,
): StampedTime | undefined {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  const known = exactness(inner);
  return known === 2 || known > exactness(outer) ? inner : outer;
}

/** A line that no envelope opens. */
export function bare(line: string): Unwrapped {
  return {
    formats: [],
    payload: line,
    outerLength: line.length,
    time: undefined,
    host: undefined,
    unit: undefined,
    component: undefined,
    level: undefined,
    partial: false,
    joinable: false,
    writer: '',
    envelope: undefined,
  };
}

/** Opens what wraps `line`. `forced`: the outermost envelope is this one or none. */
export function unwrap(line: string, forced: readonly Envelope[] | undefined): Unwrapped {
  for (const envelope of forced ?? outerEnvelopes(line)) {
    const opened = envelope.open(line);
    if (opened !== undefined) return unwrapInner(wrapped(envelope, opened), 1);
  }
  return bare(line);
}

/** What `opened` says, and the envelopes inside it. */
export function unwrapOpened(envelope: Envelope, opened: Opened): Unwrapped {
  return unwrapInner(wrapped(envelope, opened), 1);
}

function unwrapInner(outer: Unwrapped, depth: number): Unwrapped {
  if (depth >= DEPTH) return outer;
  for (const envelope of innerEnvelopes(outer.payload)) {
    const opened = envelope.open(outer.payload);
    if (opened !== undefined) return unwrapInner(nested(outer, opened), depth + 1);
  }
  return outer;
}

function wrapped(envelope: Envelope, opened: Opened): Unwrapped {
  return {
    formats: [opened.format],
    payload: opened.payload,
    outerLength: opened.payload.length,
    time: opened.time,
    host: opened.host,
    unit: opened.unit,
    component: opened.component,
    level: opened.level,
    partial: opened.partial,
    joinable: JOINABLE.has(opened.format),
    writer: opened.writer ?? '',
    envelope,
  };
}

function nested(outer: Unwrapped, inner: Opened): Unwrapped {
  return {
    formats: [...outer.formats, inner.format],
    payload: inner.payload,
    outerLength: outer.outerLength,
    time: betterTime(outer.time, inner.time),
    host: outer.envelope?.collects === true ? (inner.host ?? outer.host) : (outer.host ?? inner.host),
    unit: outer.unit ?? inner.unit,
    component: inner.component ?? outer.component,
    level: inner.level ?? outer.level,
    partial: outer.partial || inner.partial,
    joinable: outer.joinable || JOINABLE.has(inner.format),
    writer: `${outer.writer}/${inner.writer ?? ''}`,
    envelope: outer.envelope,
  };
}
