/** Every output by its name. A sink is loaded when it is asked for. */
import type { RenderingSink } from './sink.ts';

interface Described {
  /** Part of a sentence: `for programs: one object a line`. */
  readonly description: string;
  /** Made to be passed on: secrets are taken out unless told otherwise. */
  readonly redacts: boolean;
}

/** Writes text. */
export interface RenderingEntry extends Described {
  readonly kind: 'render';
  readonly load: () => Promise<RenderingSink>;
}

/** Hands over to a service; cli/deliveries.ts knows how each is called. */
export interface DeliveringEntry extends Described {
  readonly kind: 'deliver';
}

export type SinkEntry = RenderingEntry | DeliveringEntry;

export const SINKS = {
  terminal: {
    kind: 'render',
    description: 'for people (default)',
    redacts: false,
    load: async () => (await import('./terminal/sink.ts')).sink,
  },
  ndjson: {
    kind: 'render',
    description: 'for programs: one object a line',
    redacts: false,
    load: async () => (await import('./ndjson/sink.ts')).sink,
  },
  json: {
    kind: 'render',
    description: 'for programs: one document',
    redacts: false,
    load: async () => (await import('./json/sink.ts')).sink,
  },
  markdown: {
    kind: 'render',
    description: 'for an issue',
    redacts: true,
    load: async () => (await import('./markdown/sink.ts')).sink,
  },
  sarif: {
    kind: 'render',
    description: 'SARIF 2.1.0, for code scanning',
    redacts: true,
    load: async () => (await import('./sarif/sink.ts')).sink,
  },
  junit: {
    kind: 'render',
    description: 'JUnit XML, for a CI',
    redacts: true,
    load: async () => (await import('./junit/sink.ts')).sink,
  },
  github: {
    kind: 'render',
    description: "GitHub's annotations",
    redacts: true,
    load: async () => (await import('./github/sink.ts')).sink,
  },
  table: {
    kind: 'render',
    description: 'a row an incident',
    redacts: false,
    load: async () => (await import('./table/sink.ts')).table,
  },
  wide: {
    kind: 'render',
    description: 'the same with all columns, however long',
    redacts: false,
    load: async () => (await import('./table/sink.ts')).wide,
  },
  elasticsearch: {
    kind: 'deliver',
    description: 'as documents, see --es-url',
    redacts: false,
  },
} as const satisfies Readonly<Record<string, SinkEntry>>;

export type SinkName = keyof typeof SINKS;

export const SINK_NAMES = Object.keys(SINKS) as readonly SinkName[];

export function isSinkName(name: string): name is SinkName {
  return Object.hasOwn(SINKS, name);
}

export function sinkEntry(name: SinkName): SinkEntry {
  return SINKS[name];
}
