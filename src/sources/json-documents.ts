/**
 * JSON that is not one object a line: pretty-printed objects, arrays (audit events, journal entries), Kubernetes lists
 * (`kubectl get events -o json`), several documents back to back. Each record becomes one line of compact JSON.
 *
 * The cutter finds where a record begins and ends, so its line and offset are known before it is parsed; stream-json then parses that record,
 * says where it is broken, and writes it without blanks, numbers as they stood. Memory: one record, 4 MiB at most.
 */
import { jsonParser } from 'stream-json/core/parser.js';
import type { Token } from 'stream-json/core/parser.js';
import { stringer } from 'stream-json/core/stringer.js';
import { jsonVerifier } from 'stream-json/core/utils/verifier.js';
import type { VerifierError } from 'stream-json/core/utils/verifier.js';
import type { Problem } from '../core/errors.ts';
import { JsonCutter } from '../core/formats/records/json-cutter.ts';
import type { JsonCut } from '../core/formats/records/json-cutter.ts';
import { ProblemList } from '../core/formats/records/problem-list.ts';
import type { RecordFramer, RecordLine } from '../core/formats/records.ts';

/** Where and why a record is no JSON; `offset` counts characters of its text. */
interface Flaw {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

class JsonFramer implements RecordFramer {
  private readonly cutter = new JsonCutter();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly found: ProblemList;

  constructor(source: string) {
    this.found = new ProblemList(source);
  }

  get problems(): readonly Problem[] {
    return this.found.all;
  }

  get lines(): number {
    return this.cutter.place.line - 1;
  }

  push(chunk: Uint8Array): RecordLine[] {
    return this.cutter.push(chunk).map((cut) => this.record(cut));
  }

  end(): RecordLine[] {
    const { isOpen, place } = this.cutter;
    const records = this.cutter.end().map((cut) => this.record(cut));
    if (isOpen && this.found.all.at(-1)?.place?.line !== place.line) {
      this.broken('the document ends too early', place.line, place.column);
    }
    return records;
  }

  private record(cut: JsonCut): RecordLine {
    const { line, offset } = cut;
    const text = this.decoder.decode(cut.bytes);
    if (cut.cut) {
      const message = 'a JSON document is larger than 4 MiB; only its start is read';
      this.found.add({ code: 'INPUT_LINE_CUT', message, line, column: cut.column });
    }
    if (cut.kind === 'line') return { text: text.endsWith('\r') ? text.slice(0, -1) : text, line, offset };
    const { written, flaw } = compact(text);
    if (flaw !== undefined && !cut.cut) {
      const column = flaw.line === 1 ? cut.column + flaw.column - 1 : flaw.column;
      this.broken(flaw.reason, line + flaw.line - 1, column);
    }
    return { text: written, line, offset };
  }

  private broken(reason: string, line: number, column: number): void {
    const fix = 'write the file anew; the records before and after this place were read';
    this.found.add({ code: 'INPUT_JSON_BROKEN', message: `broken JSON: ${reason}`, line, column, fix });
  }
}

/** The record without blanks; of a broken one what stands before the flaw, as it is, on one line. */
function compact(text: string): { written: string; flaw?: Flaw } {
  try {
    const { written, depth } = rewrite(text);
    if (depth === 0) return { written };
  } catch {
    // Broken, not cut: the verifier tells where.
  }
  const flaw = flawOf(text);
  const before = text.slice(0, flaw.offset).split('\n');
  return { written: before.map((line) => line.trim()).join(' '), flaw };
}

/** Parses `text` and writes it anew; `depth` brackets are still open at its end. Throws on what is no JSON. */
function rewrite(text: string): { written: string; depth: number } {
  const parse = jsonParser({ packValues: true, streamValues: false });
  const write = stringer({ useValues: true });
  const tokens = parse(text);
  let written = '';
  let depth = 0;
  for (const token of typeof tokens === 'symbol' ? [] : tokens.values) {
    const piece = write(token);
    if (typeof piece === 'string') written += piece;
    depth += depthStep(token);
  }
  return { written, depth };
}

function depthStep(token: Token): number {
  if (token.name === 'startObject' || token.name === 'startArray') return 1;
  return token.name === 'endObject' || token.name === 'endArray' ? -1 : 0;
}

/** The verifier of stream-json is slower than its parser, but knows the place. */
function flawOf(text: string): Flaw {
  try {
    jsonVerifier()(text);
  } catch (error) {
    const { offset, line, pos, message } = error as VerifierError;
    const reason = message.slice(message.indexOf('Verifier ') + 9).replace(/^cannot parse input: |^has /, '');
    return { offset, line, column: pos, reason };
  }
  return endOf(text);
}

function endOf(text: string): Flaw {
  const lines = text.split('\n');
  return {
    offset: text.length,
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    reason: 'the document ends too early',
  };
}

/** Reads JSON documents from bytes in pieces of any size. `source` is named in problems. */
export function createJsonFramer(source = '-'): RecordFramer {
  return new JsonFramer(source);
}
