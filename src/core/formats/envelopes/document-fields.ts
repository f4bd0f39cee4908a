/**
 * Names under which shippers keep what a log line says. The first that is there counts. Nested or joined by dots, both are found. Which
 * shipper writes which: docs/elasticsearch.md; a document of each: test/elasticsearch/layouts/.
 */

/** Where the text of the log line stands, as a whole. */
export const TEXT_FIELDS: readonly string[] = [
  'message',
  'MESSAGE',
  'log',
  'event.original',
  'log.original',
  'body.text',
  'body',
  'Body',
];

/** Objects with all fields of a journal entry: OpenTelemetry's journald receiver. */
export const STRUCTURED: readonly string[] = ['body.structured', 'body.flattened', 'body', 'Body'];

/** The text in these objects. */
export const STRUCTURED_TEXTS: readonly string[] = STRUCTURED.map((name) => `${name}.MESSAGE`);

/** JSON lines that were taken apart keep their text here, and what belongs to it beside it. */
export const TAKEN_APART: readonly string[] = [
  'msg',
  'json.msg',
  'log_processed.msg',
  'structured.msg',
  ...STRUCTURED.map((name) => `${name}.msg`),
];
export const BESIDE: readonly string[] = ['err', 'error', 'level', 'ts', 'caller', 'logger', 'pod', 'node'];

/** Texts that stand where no query looks for them. */
export const UNSEARCHED_FIELDS: readonly string[] = [
  ...STRUCTURED.filter((name) => !TEXT_FIELDS.includes(name)),
  ...STRUCTURED_TEXTS,
  ...TAKEN_APART,
];

export const TIMES: readonly string[] = ['@timestamp', 'timestamp', 'time'];
export const OFFSET = 'log.offset';

/** OpenTelemetry keeps what it knows of a line's place as attributes of a resource: mapping modes otel and none. */
function ofResource(name: string): string[] {
  return [`resource.attributes.${name}`, `Resource.${name}`];
}

/** The journal's own names, as Fluent Bit's and Fluentd's options rewrite them. */
function ofJournal(name: string): string[] {
  const stripped = name.replace(/^_/, '');
  const lower = name.toLowerCase();
  return [...new Set([name, stripped, lower, stripped.toLowerCase()])];
}

const NODES = [
  'kubernetes.node.name',
  'kubernetes.host',
  'kubernetes.pod_node_name',
  ...ofResource('k8s.node.name'),
];

/** Of the machine that wrote the line. */
export const HOSTS: readonly string[] = [
  ...NODES,
  'log.syslog.hostname',
  'logsource',
  'host.name',
  'host.hostname',
  ...ofResource('host.name'),
  ...ofJournal('_HOSTNAME'),
  'host',
];

/** These count before `host.name` where that is the machine that collected the line: by `input.type`, and of the integration System. */
export const ORIGINS: Readonly<Record<string, readonly string[]>> = {
  journald: ['log.source.address', 'host.hostname'],
  syslog: ['hostname'],
};
export const SYSTEM_ORIGINS: readonly string[] = ['host.hostname'];

export const NAMESPACES: readonly string[] = [
  'kubernetes.namespace',
  'kubernetes.namespace_name',
  'kubernetes.pod_namespace',
  ...ofResource('k8s.namespace.name'),
];
export const PODS: readonly string[] = [
  'kubernetes.pod.name',
  'kubernetes.pod_name',
  ...ofResource('k8s.pod.name'),
];
export const CONTAINERS: readonly string[] = [
  'kubernetes.container.name',
  'kubernetes.container_name',
  ...ofResource('k8s.container.name'),
  'container.name',
];
export const UNITS: readonly string[] = [
  'systemd.unit',
  ...ofJournal('_SYSTEMD_UNIT'),
  'systemd.t.SYSTEMD_UNIT',
  'journald.unit',
  'UNIT',
];
export const IDENTIFIERS: readonly string[] = [
  'syslog.identifier',
  'log.syslog.appname',
  ...ofJournal('SYSLOG_IDENTIFIER'),
  'systemd.u.SYSLOG_IDENTIFIER',
  'program',
  'process.program',
  'ident',
  'appname',
  'process.name',
  'journald.process.name',
  ...ofJournal('_COMM'),
];
export const PATHS: readonly string[] = [
  'log.file.path',
  'attributes.log.file.path',
  'Attributes.log.file.path',
  'file',
  'filename',
  'filepath',
];
/** Fluent Bit and Fluentd name the file of a container in the tag: `kube.var.log.containers.…`. */
export const TAGS: readonly string[] = ['_flb-key', 'tag'];

/** Words, or syslog's numbers. */
export const LEVELS: readonly string[] = [
  'log.level',
  'level',
  'severity_text',
  'SeverityText',
  'severity',
  'log.syslog.severity.code',
  'log.syslog.severity.name',
  'syslog.priority',
  'log.syslog.priority',
  ...ofJournal('PRIORITY'),
  'pri',
];
export const OTEL_SEVERITIES: readonly string[] = ['severity_number', 'SeverityNumber'];

/** Which way a line came. */
export const INPUT = 'input.type';
export const DATASET = 'event.dataset';

/** What a document is asked for: `_source` need hold no more. */
export const DOCUMENT_FIELDS: readonly string[] = [
  ...new Set([
    ...TEXT_FIELDS,
    ...STRUCTURED,
    ...TAKEN_APART,
    ...TAKEN_APART.flatMap((name) => BESIDE.map((beside) => besideOf(name, beside))),
    ...TIMES,
    ...HOSTS,
    ...Object.values(ORIGINS).flat(),
    ...NAMESPACES,
    ...PODS,
    ...CONTAINERS,
    ...UNITS,
    ...IDENTIFIERS,
    ...PATHS,
    ...TAGS,
    ...LEVELS,
    ...OTEL_SEVERITIES,
    OFFSET,
    INPUT,
    DATASET,
  ]),
];

/** `json.msg`, `err` → `json.err` */
export function besideOf(name: string, beside: string): string {
  return name.slice(0, name.lastIndexOf('.') + 1) + beside;
}
