/** Flags of `-o elasticsearch` and of the `elastic` commands. None of them takes a secret: those come from the environment or a file. */

const SENDING = [
  'scan',
  'coverage',
  'convert',
  'merge',
  'elastic setup',
  'elastic check',
  'elastic resend',
] as const;
/** Commands that ask a cluster. */
const ASKING = [...SENDING, 'explain'] as const;
const DELIVERING = ['scan', 'coverage', 'convert', 'merge', 'elastic resend'] as const;

const IN = { group: 'Elasticsearch', commands: SENDING } as const;
const REACHING = { group: 'Elasticsearch', commands: ASKING } as const;

export const ELASTIC_FLAGS = [
  {
    name: 'es-url',
    argument: 'URL',
    repeatable: true,
    description: 'A node, with its path behind a proxy; can be repeated; also WHYNOTREADY_ES_URL',
    ...REACHING,
  },
  {
    name: 'es-api-key-file',
    argument: 'FILE',
    description: 'File with the API key; also WHYNOTREADY_ES_API_KEY or …_FILE',
    ...REACHING,
  },
  { name: 'es-username', argument: 'NAME', description: 'User; also WHYNOTREADY_ES_USERNAME', ...REACHING },
  {
    name: 'es-password-file',
    argument: 'FILE',
    description: "File with the user's password; also WHYNOTREADY_ES_PASSWORD or …_FILE",
    ...REACHING,
  },
  {
    name: 'es-bearer-token-file',
    argument: 'FILE',
    description: 'File with a bearer token; also WHYNOTREADY_ES_BEARER_TOKEN or …_FILE',
    ...REACHING,
  },
  {
    name: 'es-ca',
    argument: 'FILE',
    description:
      "The CA that signed the server's certificate (PEM), in place of those that the machine trusts",
    ...REACHING,
  },
  {
    name: 'es-ca-fingerprint',
    argument: 'HEX',
    description: "SHA-256 of that CA's certificate, as Elasticsearch prints it at its first start",
    ...REACHING,
  },
  { name: 'es-cert', argument: 'FILE', description: "The client's certificate (PEM)", ...REACHING },
  {
    name: 'es-key',
    argument: 'FILE',
    description: 'Its key (PEM); a passphrase in WHYNOTREADY_ES_KEY_PASSPHRASE or …_FILE',
    ...REACHING,
  },
  {
    name: 'es-proxy',
    argument: 'URL',
    description:
      'HTTP proxy, in place of what HTTPS_PROXY and NO_PROXY say; one with a password in WHYNOTREADY_ES_PROXY',
    ...REACHING,
  },
  {
    name: 'es-header',
    argument: "'NAME: VALUE'",
    repeatable: true,
    description:
      'Header of every request; can be repeated; secret ones in WHYNOTREADY_ES_HEADERS, one a line',
    ...REACHING,
  },
  { name: 'no-es-gzip', description: 'Requests uncompressed', ...IN },
  {
    name: 'es-timeout',
    argument: 'TIME',
    description: 'How long one request may take; default: 30s',
    ...REACHING,
  },
  {
    name: 'es-alias',
    argument: 'NAME',
    description: 'Where incidents and diagnoses go; default: whynotready-incidents',
    ...IN,
  },
  {
    name: 'es-namespace',
    argument: 'NAME',
    description: 'Last part of the name of the data stream that matching lines go to; default: default',
    ...IN,
  },
  {
    name: 'es-evidence',
    description:
      'Also every line that a rule of a failure or symptom meets, each as a document in a data stream',
    group: 'Elasticsearch',
    commands: ['scan', 'coverage', 'convert', 'merge', 'elastic check'],
  },
  {
    name: 'es-retry-for',
    argument: 'TIME',
    description: 'How long to try without any progress: to deliver, and to read es://HOST; default: 5min',
    group: 'Elasticsearch',
    commands: DELIVERING,
  },
  {
    name: 'es-dead-letters',
    argument: 'FILE',
    description:
      "File for what can't be delivered, for 'elastic resend'; default: whynotready-dead-letters.ndjson",
    group: 'Elasticsearch',
    commands: ['scan', 'coverage', 'convert', 'merge'],
  },
  {
    name: 'es-index',
    argument: 'NAMES',
    description:
      "What a scan of es://HOST reads: indices, data streams, patterns; default: 'filebeat-*,logs-*'",
    group: 'Elasticsearch',
    commands: ['scan'],
  },
  {
    name: 'es-query',
    argument: 'QUERY',
    description: 'Only documents that this query finds: a query string, or a query as JSON',
    group: 'Elasticsearch',
    commands: ['scan'],
  },
  {
    name: 'no-push-down',
    description: 'Read all documents, in place of those that the rules could match; the answer is the same',
    group: 'Elasticsearch',
    commands: ['scan'],
  },
  {
    name: 'slice',
    argument: 'I/N',
    description: "One of N processes that share the documents; see --partial and 'merge'",
    group: 'Elasticsearch',
    commands: ['scan'],
  },
  {
    name: 'partial',
    argument: 'FILE',
    description: "Also write what was found to FILE, for 'merge' with that of other scans",
    group: 'Output',
    commands: ['scan', 'merge'],
  },
  {
    name: 'dry-run',
    description: 'Print what would be made, as JSON, and change nothing',
    group: 'Elasticsearch',
    commands: ['elastic setup'],
  },
] as const;

export type ElasticCommandName = 'elastic setup' | 'elastic check' | 'elastic resend';

export interface ElasticFlagValues {
  readonly esUrl?: readonly string[];
  readonly esApiKeyFile?: string;
  readonly esUsername?: string;
  readonly esPasswordFile?: string;
  readonly esBearerTokenFile?: string;
  readonly esCa?: string;
  readonly esCaFingerprint?: string;
  readonly esCert?: string;
  readonly esKey?: string;
  readonly esProxy?: string;
  readonly esHeader?: readonly string[];
  readonly esGzip?: boolean;
  readonly esTimeout?: string;
  readonly esAlias?: string;
  readonly esNamespace?: string;
  readonly esEvidence?: boolean;
  readonly esRetryFor?: string;
  readonly esDeadLetters?: string;
  readonly esIndex?: string;
  readonly esQuery?: string;
  readonly pushDown?: boolean;
  readonly slice?: string;
  readonly partial?: string;
  readonly dryRun?: boolean;
}
