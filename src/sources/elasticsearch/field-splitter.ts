/** How the analyzer of a field cuts texts into words. */
import { PROBE_TEXTS, splitterOf } from '../../core/pushdown/splitter.ts';
import type { Splitter } from '../../core/pushdown/splitter.ts';
import { analyze } from './analyze.ts';
import type { IndexGroup, TextField } from './mapping.ts';
import type { Session } from './session.ts';

/** Parts of analyzers that look at more than one word, or at more than words. */
const NOT_LOCAL =
  /synonym|shingle|gram|word_delimiter|multiplexer|condition|fingerprint|unique|limit|phonetic|cjk|hunspell|keyword_repeat|min_hash|decompounder|predicate|pattern_capture|nori|kuromoji|icu|payload|keep_|"type":"length"|max_token_length":"?(\d{1,2}|1\d\d|2[0-4]\d|25[0-4])\b|stopwords_path|"stopwords":(?!"_(english|none)_")/;

/** Analyzers that leave words as they are; others know a language, with stop words of its own. */
const PLAIN = new Set(['custom', 'standard', 'simple', 'whitespace', 'stop', 'keyword', 'pattern']);

const NOT_UNDERSTOOD = 'has an analyzer that is not understood';

/** A reason when there is none. */
export async function splitterOfField(
  session: Session,
  { indices, analysis }: IndexGroup,
  { name, kind, indexedBy }: TextField,
): Promise<Splitter | string> {
  if (kind === 'whole') return { kind };
  const { filter = {}, analyzer = {}, tokenizer = {} } = analysis as Readonly<Record<string, Analyzers>>;
  const parts = JSON.stringify([filter, analyzer, tokenizer]);
  if (NOT_LOCAL.test(parts) || analysis.char_filter !== undefined || parts.includes('char_filter'))
    return NOT_UNDERSTOOD;
  const tokens = await analyze(session, indices[0]!, name, PROBE_TEXTS);
  if (tokens === undefined) return "has an analyzer that can't be asked (_analyze)";
  const splitter = splitterOf(tokens) ?? NOT_UNDERSTOOD;
  if (typeof splitter === 'string' || splitter.kind === 'whole') return splitter;
  const type = indexedBy in analyzer ? (analyzer[indexedBy]!.type ?? 'custom') : indexedBy;
  return PLAIN.has(type) || type === 'default' ? splitter : { ...splitter, alters: true };
}

type Analyzers = Readonly<Record<string, { readonly type?: string }>>;
