/** What the sink needs to know; secrets stay in here. */

export type Auth =
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** How to reach the cluster. */
export interface ConnectionConfig {
  /** Nodes, with a path where a proxy wants one; without user and password. */
  readonly urls: readonly string[];
  readonly auth?: Auth | undefined;
  /** PEM text of the CA. */
  readonly ca?: string | undefined;
  /** SHA-256 of the CA's certificate, hex. */
  readonly caFingerprint?: string | undefined;
  /** PEM texts of the client's certificate and key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly keyPassphrase?: string | undefined;
  /** HTTP proxies of the nodes that are not reached directly, by the node's URL. */
  readonly proxies: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly gzip: boolean;
  /** ms that one request may take. */
  readonly timeout: number;
}

export interface ElasticsearchConfig extends ConnectionConfig {
  /** Where incidents and diagnoses go. */
  readonly alias: string;
  /** Last part of the data stream's name. */
  readonly namespace: string;
  /** Lines that rules met go out, too, each as a document. */
  readonly evidence: boolean;
  /** File for what could not be delivered. */
  readonly deadLetters: string;
  /** ms without any progress after which sending is given up. */
  readonly retryFor: number;
  readonly maxOperations: number;
  readonly maxBytes: number;
}

export const DEFAULTS = {
  proxies: {},
  headers: {},
  gzip: true,
  timeout: 30_000,
  alias: 'whynotready-incidents',
  namespace: 'default',
  evidence: false,
  deadLetters: 'whynotready-dead-letters.ndjson',
  retryFor: 300_000,
  maxOperations: 1000,
  maxBytes: 5 << 20,
} as const satisfies Omit<ElasticsearchConfig, 'urls'>;

/** Data stream of the lines that rules met. */
export function matchStream({ namespace }: Pick<ElasticsearchConfig, 'namespace'>): string {
  return `logs-whynotready.match-${namespace}`;
}
