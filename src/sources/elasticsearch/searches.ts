/** What is asked for: filters, slices, fields. */
import { DOCUMENT_FIELDS } from '../../core/formats/envelopes/document-fields.ts';
import type { SourceConfig } from './config.ts';
import type { Order } from './field-caps.ts';

/** What this tool itself sent there is no log. */
const OTHERS = { bool: { must_not: [{ wildcard: { _index: { value: '*logs-whynotready.match-*' } } }] } };

/** Filters of all searches. */
export function filtersOf({ since, until, query }: SourceConfig, timeField: string): readonly object[] {
  const range = {
    ...(since === undefined ? {} : { gte: since }),
    ...(until === undefined ? {} : { lte: until }),
  };
  const hasRange = since !== undefined || until !== undefined;
  return [
    OTHERS,
    ...(hasRange ? [within(timeField, range)] : []),
    ...(query === undefined ? [] : [userQuery(query)]),
  ];
}

/** Documents without that field are told apart by their own text, later. */
function within(field: string, range: object): object {
  const should = [{ range: { [field]: { ...range, format: 'epoch_millis' } } }, without(field)];
  return { bool: { should, minimum_should_match: 1 } };
}

function without(field: string): object {
  return { bool: { must_not: [{ exists: { field } }] } };
}

/** A query as JSON, or the text of a query string. */
export function userQuery(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // A query string.
  }
  return { query_string: { query: text } };
}

/** A part of the documents that no other part has, whoever asks for it and when. */
export interface Slice {
  /** Restricts a search to it. */
  readonly search: object;
}

/**
 * The slices of this process. They go by the hash of a field, so that processes with points in time of their own share the documents
 * without overlap; documents without it are all in the first slice.
 */
export function slicesOf({ slice }: SourceConfig, jobs: number, order: Order): readonly Slice[] {
  const { number, count } = slice ?? { number: 1, count: 1 };
  const max = count * jobs;
  if (max === 1) return [{ search: {} }];
  return Array.from({ length: jobs }, (_, i) => ({
    search: { slice: { field: order.slice, id: number - 1 + i * count, max } },
  }));
}

/** What all searches have in common. */
export function searchOf(filters: readonly object[], slice: Slice): Readonly<Record<string, unknown>> {
  return {
    ...slice.search,
    _source: DOCUMENT_FIELDS,
    query: { bool: { filter: filters } },
  };
}
