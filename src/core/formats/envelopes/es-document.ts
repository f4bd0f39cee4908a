/**
 * Documents of Elasticsearch and OpenSearch, one search hit a line: `{"_index":"…","_id":"…","_source":{…}}`, as searches and dumps give
 * them. What stands where: document-fields.ts.
 */
import { componentOf } from '../components.ts';
import type { Envelope, Opened, StampedTime } from '../format.ts';
import { fromPath } from '../paths/told.ts';
import type { Told } from '../paths/told.ts';
import { componentOfPod, nodeOfStatic, unitOf } from '../paths/pods.ts';
import { stampOf, stampOfNumber } from '../payloads/stamps.ts';
import * as names from './document-fields.ts';
import { severityOf } from './document-severity.ts';
import { first, isObject, text, valueAt } from './document-values.ts';
import type { Source } from './document-values.ts';
import { looseString, parseObject } from './loose-json.ts';

export const esDocument: Envelope = { name: 'es-document', open, collects: true };

function open(line: string): Opened | undefined {
  if (!line.startsWith('{"_index":"')) return undefined;
  const hit = parseObject(line);
  if (hit === undefined) return openLoosely(line);
  if (!isObject(hit._source)) return undefined;
  const payload = textOfDocument(hit._source);
  const source = withStructured(hit._source);
  const identifier = first(source, names.IDENTIFIERS);
  const unit = first(source, names.UNITS);
  const told = toldByPath(source);
  const pod = podOf(source);
  return {
    format: esDocument.name,
    payload,
    time: timeOf(source),
    host: hostOf(source) ?? told.host ?? pod?.host,
    unit: pod?.unit ?? unit ?? told.unit ?? identifier,
    component: pod?.component ?? componentOf(identifier ?? unit ?? '') ?? told.component,
    level: severityOf(source),
    partial: false,
    writer: `${text(hit._index)}/${text(hit._id)}`,
  };
}

/** What a journal entry as the body of a record says is looked for as if the document said it. */
function withStructured(source: Source): Source {
  const inner = names.STRUCTURED.map((name) => valueAt(source, name)).find(isJournal);
  return inner === undefined ? source : { ...inner, ...source };
}

function isJournal(value: unknown): value is Source {
  return isObject(value) && Object.hasOwn(value, 'MESSAGE');
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
  const offset = valueAt(hit._source, names.OFFSET);
  return {
    index: text(hit._index) ?? '',
    id: text(hit._id) ?? '',
    order: typeof offset === 'number' ? offset : microseconds(first(hit._source, names.TIMES)),
    text: textOfDocument(hit._source),
  };
}

function placeLoosely(line: string): DocumentPlace | undefined {
  const [index, id] = [looseString(line, '_index'), looseString(line, '_id')];
  if (index === undefined || id === undefined) return undefined;
  return { index, id, order: microseconds(looseString(line, '@timestamp')), text: looseText(line) ?? '' };
}

function looseText(line: string): string | undefined {
  return names.TEXT_FIELDS.map((name) => looseString(line, name)).find((found) => found !== undefined);
}

/** Finer than a StampedTime's milliseconds: Fluent Bit writes nine digits, OpenTelemetry milliseconds with a fraction. */
function microseconds(time: string | undefined): number {
  const stamp = stampOf(time);
  if (stamp === undefined) return Math.floor((stampOfTime(time)?.ms ?? 0) * 1000);
  const fraction = /\.(\d{1,6})/.exec(time!)?.[1] ?? '';
  return Math.floor(stamp.ms / 1000) * 1e6 + Number(fraction.padEnd(6, '0'));
}

function textOfDocument(source: Source): string {
  const found = first(source, names.TEXT_FIELDS) ?? first(source, names.STRUCTURED_TEXTS);
  if (found !== undefined) return found;
  for (const name of names.TAKEN_APART) {
    const message = text(valueAt(source, name));
    if (message !== undefined) return putTogether(source, name, message);
  }
  return '';
}

/** The JSON line that `message` was taken from, as far as it tells more. */
function putTogether(source: Source, name: string, message: string): string {
  const beside = names.BESIDE.map((one) => [one, valueAt(source, names.besideOf(name, one))]).filter(
    ([, value]) => value !== undefined,
  );
  return beside.length === 0 ? message : JSON.stringify({ msg: message, ...Object.fromEntries(beside) });
}

function timeOf(source: Source): StampedTime | undefined {
  return stampOfTime(first(source, names.TIMES));
}

/** As the server reads it: without a zone it is UTC. */
function stampOfTime(value: string | undefined): StampedTime | undefined {
  if (value === undefined) return undefined;
  const stamp = stampOf(value);
  return stamp === undefined ? stampOfNumber(value) : { ...stamp, hasZone: true };
}

function hostOf(source: Source): string | undefined {
  const input = text(valueAt(source, names.INPUT)) ?? '';
  const origins = Object.hasOwn(names.ORIGINS, input) ? names.ORIGINS[input]! : [];
  const isSystem = text(valueAt(source, names.DATASET))?.startsWith('system.') === true;
  return first(source, [...origins, ...(isSystem ? names.SYSTEM_ORIGINS : []), ...names.HOSTS]);
}

/** `kube.var.log.containers.<pod>_<namespace>_<container>-<id>.log` */
const CONTAINER_TAG = /(?:^|\.)var\.log\.containers\.(.+\.log)$/;

function toldByPath(source: Source): Told {
  const path = first(source, names.PATHS);
  if (path !== undefined) return fromPath(path);
  const tag = first(source, names.TAGS);
  const file = tag === undefined || tag.length > LONGEST_TAG ? null : CONTAINER_TAG.exec(tag);
  return file === null ? {} : fromPath(`/var/log/containers/${file[1]}`);
}

const LONGEST_TAG = 1024;

function podOf(source: Source): Told | undefined {
  const pod = first(source, names.PODS);
  const namespace = first(source, names.NAMESPACES);
  if (pod === undefined || namespace === undefined) return undefined;
  const of = { namespace, pod, container: first(source, names.CONTAINERS) };
  return { host: nodeOfStatic(of), unit: unitOf(of), component: componentOfPod(of) };
}
