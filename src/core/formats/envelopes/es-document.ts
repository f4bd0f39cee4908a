/**
 * Documents of Elasticsearch and OpenSearch, one search hit a line: `{"_index":"…","_id":"…","_source":{…}}`, as searches and dumps give
 * them. Knows how Filebeat, Elastic Agent, Fluent Bit, Vector and journald's own names lay out a log line; names may be nested
 * (`{"host":{"name":…}}`) or joined by dots (`{"host.name":…}`).
 */
import type { Level } from '../../entry.ts';
import { componentOf } from '../components.ts';
import type { Envelope, Opened, StampedTime } from '../format.ts';
import { fromPath } from '../paths/told.ts';
import { componentOfPod, unitOf } from '../paths/pods.ts';
import { levelOf } from '../payloads/level.ts';
import { stampOf, stampOfNumber } from '../payloads/stamps.ts';
import { LEVEL_OF_PRIORITY } from './journal-json.ts';
import { looseString, parseObject } from './loose-json.ts';

export const esDocument: Envelope = { name: 'es-document', open };

/** Where the text of the log line stands; the first that is there counts. */
export const TEXT_FIELDS = [
  'message',
  'MESSAGE',
  'log',
  'event.original',
  'log.original',
  'body.text',
  'body',
];
/** JSON lines that were taken apart keep their text here, and what belongs to it in the others. */
export const TAKEN_APART = 'msg';
const BESIDE = ['err', 'error', 'level', 'ts', 'caller', 'logger', 'pod', 'node'];

const TIMES = ['@timestamp', 'timestamp'];
const HOSTS = [
  'kubernetes.node.name',
  'kubernetes.host',
  'host.name',
  'host.hostname',
  '_HOSTNAME',
  'hostname',
  'host',
];
const NAMESPACES = ['kubernetes.namespace', 'kubernetes.namespace_name', 'kubernetes.pod_namespace'];
const PODS = ['kubernetes.pod.name', 'kubernetes.pod_name'];
const CONTAINERS = ['kubernetes.container.name', 'kubernetes.container_name', 'container.name'];
const UNITS = ['systemd.unit', '_SYSTEMD_UNIT', 'journald.unit', 'UNIT'];
const IDENTIFIERS = [
  'syslog.identifier',
  'log.syslog.appname',
  'SYSLOG_IDENTIFIER',
  'appname',
  'process.name',
  '_COMM',
];
const PATHS = ['log.file.path', 'file', 'filename'];
const LEVELS = ['log.level', 'level', 'severity'];
const PRIORITIES = ['syslog.priority', 'log.syslog.severity.code', 'log.syslog.priority', 'PRIORITY'];
const OFFSET = 'log.offset';

/** What a document is asked for: `_source` need hold no more. */
export const DOCUMENT_FIELDS: readonly string[] = [
  ...new Set([
    ...TEXT_FIELDS,
    TAKEN_APART,
    ...BESIDE,
    ...TIMES,
    ...HOSTS,
    ...NAMESPACES,
    ...PODS,
    ...CONTAINERS,
    ...UNITS,
    ...IDENTIFIERS,
    ...PATHS,
    ...LEVELS,
    ...PRIORITIES,
    OFFSET,
  ]),
];

type Source = Readonly<Record<string, unknown>>;

function open(line: string): Opened | undefined {
  if (!line.startsWith('{"_index":"')) return undefined;
  const hit = parseObject(line);
  const source = hit?._source;
  if (hit === undefined) return openLoosely(line);
  if (!isObject(source)) return undefined;
  const file = first(source, PATHS);
  const told = file === undefined ? {} : fromPath(file);
  const identifier = first(source, IDENTIFIERS);
  const pod = podOf(source);
  const unit = first(source, UNITS);
  return {
    format: esDocument.name,
    payload: textOfDocument(source),
    time: timeOf(source),
    host: first(source, HOSTS) ?? told.host,
    unit: pod?.unit ?? unit ?? told.unit ?? identifier,
    component: pod?.component ?? componentOf(identifier ?? unit ?? '') ?? told.component,
    level: severityOf(source),
    partial: false,
    writer: `${text(hit._index)}/${text(hit._id)}`,
  };
}

/** A document that is cut. */
function openLoosely(line: string): Opened | undefined {
  const message = looseText(line);
  if (message === undefined) return undefined;
  return {
    format: esDocument.name,
    payload: message,
    time: stampOf(looseString(line, '@timestamp')),
    host: undefined,
    unit: undefined,
    component: undefined,
    level: undefined,
    partial: false,
    writer: looseString(line, '_id'),
  };
}

/** What a document says of its place, beside its index and id. */
export interface DocumentPlace {
  readonly index: string;
  readonly id: string;
  /** Orders documents of the same time: `log.offset`, else microseconds of `@timestamp`; 0: neither is there. */
  readonly order: number;
  /** The log line as it was written. */
  readonly text: string;
}

/** Of a line that is a document, also a cut one; undefined for any other. */
export function placeOfDocument(line: string): DocumentPlace | undefined {
  const hit = parseObject(line);
  if (hit === undefined) return placeLoosely(line);
  if (!isObject(hit._source)) return undefined;
  const offset = valueAt(hit._source, OFFSET);
  return {
    index: text(hit._index) ?? '',
    id: text(hit._id) ?? '',
    order: typeof offset === 'number' ? offset : microseconds(first(hit._source, TIMES)),
    text: textOfDocument(hit._source),
  };
}

function placeLoosely(line: string): DocumentPlace | undefined {
  const [index, id] = [looseString(line, '_index'), looseString(line, '_id')];
  if (index === undefined || id === undefined) return undefined;
  return { index, id, order: microseconds(looseString(line, '@timestamp')), text: looseText(line) ?? '' };
}

function looseText(line: string): string | undefined {
  return TEXT_FIELDS.map((name) => looseString(line, name)).find((found) => found !== undefined);
}

/** Finer than a StampedTime's milliseconds: Fluent Bit writes nine digits. */
function microseconds(time: string | undefined): number {
  const stamp = stampOf(time);
  if (stamp === undefined) return 0;
  const fraction = /\.(\d{1,6})/.exec(time!)?.[1] ?? '';
  return Math.floor(stamp.ms / 1000) * 1e6 + Number(fraction.padEnd(6, '0'));
}

function textOfDocument(source: Source): string {
  const found = first(source, TEXT_FIELDS);
  if (found !== undefined) return found;
  const message = text(valueAt(source, TAKEN_APART));
  if (message === undefined) return '';
  const beside = BESIDE.map((name) => [name, valueAt(source, name)]).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify({ [TAKEN_APART]: message, ...Object.fromEntries(beside) });
}

function timeOf(source: Source): StampedTime | undefined {
  const value = first(source, TIMES);
  return stampOf(value) ?? (value === undefined ? undefined : stampOfNumber(value));
}

function podOf(source: Source): { unit: string; component: string | undefined } | undefined {
  const pod = first(source, PODS);
  const namespace = first(source, NAMESPACES);
  if (pod === undefined || namespace === undefined) return undefined;
  const container = first(source, CONTAINERS);
  const names = { namespace, pod, container };
  return { unit: unitOf(names), component: componentOfPod(names) };
}

function severityOf(source: Source): Level | undefined {
  const named = levelOf(first(source, LEVELS));
  return named ?? LEVEL_OF_PRIORITY[Number(first(source, PRIORITIES) ?? -1)];
}

function first(source: Source, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = text(valueAt(source, name));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Of several values the first; several lines of text are taken whole. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((one) => typeof one === 'string') ? value.join('\n') : undefined;
}

/** `host.name`: a name of its own, or one inside the other. */
function valueAt(source: Source, name: string): unknown {
  if (Object.hasOwn(source, name)) return source[name];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const head = name.slice(0, dot);
    const inner = Object.hasOwn(source, head) ? source[head] : undefined;
    if (isObject(inner)) {
      const value = valueAt(inner, name.slice(dot + 1));
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
