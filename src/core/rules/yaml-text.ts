/** A YAML text, its value with every scalar as a string, and where in the text each part stands. */
import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Place, Problem } from '../errors.ts';

/** Keys and indices from the root to a value. */
export type YamlPath = readonly (string | number)[];

export class YamlText {
  readonly problems: readonly Problem[];
  /** Undefined when there are problems. */
  readonly value: unknown;
  readonly #file: string;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
    // `failsafe`: scalars stay the strings they are; 1.20 is not 1.2, and `no` is not false.
    this.#document = parseDocument(text, { schema: 'failsafe', lineCounter: this.#lines, prettyErrors: false });
    const problems = this.#document.errors.map(({ message, pos }) => this.#problem(message, pos[0]));
    try {
      this.value = problems.length > 0 ? undefined : this.#document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      // Aliases that lead nowhere, or that blow up.
      problems.push(this.#problem((error as Error).message, 0));
    }
    this.problems = problems;
  }

  #problem(message: string, offset: number): Problem {
    return { code: 'RULE_YAML', message: firstLine(message), place: this.#placeAt(offset), fix: yamlFix(message) };
  }

  /** Where the value at `path` stands, or the nearest part above it; `column` (from 1) is a place within the value. */
  place(path: YamlPath, column = 1): Place {
    const node = this.#node(path);
    const range = node?.range;
    if (!node || !range) return path.length > 0 ? this.place(path.slice(0, -1)) : this.#placeAt(0);
    return this.#placeAt(range[0] + (isScalar(node) ? this.#inside(node, column) : 0));
  }

  /** Where the key at the end of `path` stands. */
  keyPlace(path: YamlPath): Place {
    const parent = this.#node(path.slice(0, -1));
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1))
      : undefined;
    const key = pair?.key as Node | undefined;
    return key?.range ? this.#placeAt(key.range[0]) : this.place(path.slice(0, -1));
  }

  #node(path: YamlPath): Node | undefined {
    const node: unknown = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    return (node ?? undefined) as Node | undefined;
  }

  /** Offset of a column of the value in its written form, 0 where the two differ too much to tell. */
  #inside(node: Node, column: number): number {
    const [start, end] = node.range ?? [0, 0];
    const value = String((node as { value?: unknown }).value);
    const written = this.#text.slice(start, end);
    if (written === value) return column - 1;
    return written.slice(1, -1) === value ? column : 0;
  }

  #placeAt(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    const start = this.#lines.lineStarts[line - 1] ?? 0;
    const text = this.#text.slice(start).split(/\r?\n/, 1)[0] ?? '';
    return { file: this.#file, line, column: col, text };
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}

function yamlFix(message: string): string {
  return /nested mappings|implicit|plain value|Unexpected scalar|anchor|alias|tag|block/i.test(message)
    ? "put the whole text into '…' (a ' inside is written twice)"
    : 'see docs/rules-format.md, YAML';
}
