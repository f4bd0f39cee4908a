/**
 * One JSON object straight into dotted fields, in one pass: no objects are built (so no key can reach a prototype), depth and number of
 * fields are bounded, numbers stay as written, and of a line that was cut what came before the cut is kept.
 */
import type { Field } from '../../entry.ts';
import { closingQuote, unquote } from './quoted.ts';
import { MAX_FIELDS } from './pairs.ts';

/** Objects deeper than this are given as written. */
export const MAX_DEPTH = 32;
/** Keys of the outermost object are read up to here, so that what stands behind a huge nested object (an audit event's time) is not lost. */
const MAX_TOP_FIELDS = 2 * MAX_FIELDS;

type Outcome = 'ok' | 'cut' | 'broken';

class JsonReader {
  readonly text: string;
  readonly fields: Field[] = [];
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Code of the next character that is no blank; NaN at the end. */
  next(): number {
    let code = this.text.charCodeAt(this.at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.text.charCodeAt(++this.at);
    return code;
  }

  full(depth: number): boolean {
    return depth > MAX_DEPTH || this.fields.length >= (depth === 1 ? MAX_TOP_FIELDS : MAX_FIELDS);
  }

  /** Reads what follows `{`. */
  object(prefix: string, depth: number): Outcome {
    if (this.next() === 125) return this.step('ok');
    for (;;) {
      if (this.full(depth)) return this.rest(prefix);
      if (this.next() !== 34) return this.stop();
      const key = this.string();
      if (this.next() !== 58) return this.stop();
      this.at++;
      const outcome = this.value(prefix === '' ? key : `${prefix}.${key}`, depth);
      if (outcome !== 'ok') return outcome;
      const code = this.next();
      if (code === 125) return this.step('ok');
      if (code !== 44) return this.stop();
      this.at++;
    }
  }

  /** Reads what follows `[`; every element bears the array's name. */
  array(name: string, depth: number): Outcome {
    if (this.next() === 93) return this.step('ok');
    for (;;) {
      if (this.full(depth)) return this.rest(name);
      const outcome = this.value(name, depth);
      if (outcome !== 'ok') return outcome;
      const code = this.next();
      if (code === 93) return this.step('ok');
      if (code !== 44) return this.stop();
      this.at++;
    }
  }

  value(name: string, depth: number): Outcome {
    const code = this.next();
    if (code === 34) {
      const value = this.string();
      this.fields.push({ name, value });
      return 'ok';
    }
    if (code === 123 || code === 91) {
      this.at++;
      return code === 123 ? this.object(name, depth + 1) : this.array(name, depth + 1);
    }
    return this.scalar(name);
  }

  /** A number, `true`, `false` or `null`; null is no field. */
  scalar(name: string): Outcome {
    const from = this.at;
    let code = this.text.charCodeAt(from);
    while (isScalarPart(code)) code = this.text.charCodeAt(++this.at);
    const value = this.text.slice(from, this.at);
    if (!isScalar(value)) return this.at >= this.text.length ? 'cut' : 'broken';
    if (value !== 'null') this.fields.push({ name, value });
    return 'ok';
  }

  /** The string whose quote stands at `at`; to the end of the text when it is cut. */
  string(): string {
    const from = this.at + 1;
    const close = closingQuote(this.text, from);
    const to = close < 0 ? this.text.length : close;
    this.at = close < 0 ? to : close + 1;
    return unquote(this.text, from, to);
  }

  /** The rest of the container that is being read, as written, as one field. */
  rest(name: string): Outcome {
    const from = this.at;
    let depth = 1;
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34) {
        const close = closingQuote(this.text, this.at + 1);
        this.at = close < 0 ? this.text.length : close;
      } else if (code === 123 || code === 91) depth++;
      else if ((code === 125 || code === 93) && --depth === 0) break;
    }
    this.fields.push({ name: name === '' ? 'rest' : name, value: this.text.slice(from, this.at) });
    return depth === 0 ? this.step('ok') : 'cut';
  }

  step(outcome: Outcome): Outcome {
    this.at++;
    return outcome;
  }

  stop(): Outcome {
    return this.at >= this.text.length ? 'cut' : 'broken';
  }
}

function isScalarPart(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 43 ||
    code === 46 ||
    code === 69
  );
}

function isScalar(value: string): boolean {
  if (value === 'true' || value === 'false' || value === 'null') return true;
  const code = value.charCodeAt(0);
  return (code === 45 || (code >= 48 && code <= 57)) && !Number.isNaN(Number(value));
}

/** Fields of a text that is one JSON object, or one cut anywhere; undefined when it is something else. Nulls are left out. */
export function readJsonFields(text: string): readonly Field[] | undefined {
  const reader = new JsonReader(text);
  if (reader.next() !== 123) return undefined;
  reader.at++;
  const outcome = reader.object('', 1);
  if (outcome === 'broken' || reader.fields.length === 0) return undefined;
  return outcome === 'ok' && !Number.isNaN(reader.next()) ? undefined : reader.fields;
}
