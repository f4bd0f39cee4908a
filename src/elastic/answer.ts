/** What Elasticsearch and OpenSearch say, as sink and source see it. */

/** What came back on a request, or did not. */
export type Answer =
  | {
      readonly kind: 'response';
      readonly status: number;
      /** Parsed JSON, or text where it was none. */
      readonly body: unknown;
      /** ms of the Retry-After header. */
      readonly retryAfter?: number | undefined;
    }
  | {
      readonly kind: 'fault';
      /** `tls`: the certificate, which trying again won't mend. `cut`: an answer that can't be read. */
      readonly fault: 'connection' | 'timeout' | 'tls' | 'cut';
      readonly message: string;
    };
