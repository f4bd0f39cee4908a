/** What a search service gives: documents, not bytes. */
import type { RulePack } from '../core/rules/pack.ts';

/** Documents to read, a page at a time. */
export interface DocumentSource {
  /** As shown; documents are named `<cluster>/<index>/_doc/<id>`. */
  readonly name: string;
  /** `es://host:9200` */
  readonly cluster: string;
  /** Which of the documents these are; undefined: nobody else asks for others. */
  readonly share?: Share | undefined;
  /** Lines of JSON, one a document, as `es-document` reads them. Throws ProblemError when the rest can't be had. */
  pages(options: DocumentOptions): AsyncIterable<readonly string[]>;
}

/** One of several scans that share the documents of a search. */
export interface Share {
  readonly cluster: string;
  readonly index: string;
  readonly query?: string | undefined;
  /** ms since the epoch. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** From 1 to `count`. */
  readonly number: number;
  readonly count: number;
}

export interface DocumentOptions {
  /** What is looked for; undefined: every document is wanted. */
  readonly pack: RulePack | undefined;
  readonly signal?: AbortSignal | undefined;
}
