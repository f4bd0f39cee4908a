/** What a search service gives: documents, not bytes. */
import type { RulePack } from '../core/rules/pack.ts';

/** Documents to read, a page at a time. */
export interface DocumentSource {
  /** As shown; documents are named `<cluster>/<index>/_doc/<id>`. */
  readonly name: string;
  /** `es://host:9200` */
  readonly cluster: string;
  /** Lines of JSON, one a document, as `es-document` reads them. Throws ProblemError when the rest can't be had. */
  pages(options: DocumentOptions): AsyncIterable<readonly string[]>;
}

export interface DocumentOptions {
  /** What is looked for; undefined: every document is wanted. */
  readonly pack: RulePack | undefined;
  readonly signal?: AbortSignal | undefined;
}
