/** Reads RE2 syntax. */
import { folded, LAST, negated, NEWLINE, PERL, POSIX, single, union } from './char-set.ts';
import { Re2Error } from './syntax.ts';
import type { Assertion, CharSet, Node } from './syntax.ts';

/** As in RE2 and Go. */
const MAX_REPEAT = 1000;
const MAX_DEPTH = 200;

interface Flags {
  /** i: case does not matter; m: ^ and $ at line ends, too; s: `.` meets line ends. */
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** Throws Re2Error. */
export function parseRe2(source: string): Node {
  const parser = new Parser(source);
  const node = parser.alternation(0);
  if (!parser.atEnd) throw new Re2Error("')' closes nothing", parser.at);
  return node;
}

const EMPTY: Node = { kind: 'empty' };

class Parser {
  at = 0;
  private readonly source: string;
  private flags: Flags = { i: false, m: false, s: false };

  constructor(source: string) {
    this.source = source;
  }

  get atEnd(): boolean {
    return this.at >= this.source.length;
  }

  alternation(depth: number): Node {
    if (depth > MAX_DEPTH) throw new Re2Error('groups nest too deep', this.at);
    const branches = [this.sequence(depth)];
    while (this.take('|')) branches.push(this.sequence(depth));
    return branches.length === 1 ? branches[0]! : { kind: 'any', branches };
  }

  private sequence(depth: number): Node {
    const parts: Node[] = [];
    while (!this.atEnd && !this.sees('|') && !this.sees(')')) parts.push(this.repeated(this.atom(depth)));
    return parts.length === 1 ? parts[0]! : { kind: 'all', parts };
  }

  private repeated(atom: Node): Node {
    let node = atom;
    for (let times = this.times(); times !== undefined; times = this.times()) {
      this.take('?');
      node = { kind: 'repeat', what: node, ...times };
    }
    return node;
  }

  private times(): { min: number; max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Infinity };
    if (this.take('+')) return { min: 1, max: Infinity };
    if (this.take('?')) return { min: 0, max: 1 };
    const braces = this.match(/\{(\d{1,9})(,(\d{0,9}))?\}/y);
    if (braces === undefined) return undefined;
    const min = Number(braces[1]);
    const max = braces[2] === undefined ? min : braces[3] === '' ? Infinity : Number(braces[3]);
    if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT) || max < min)
      throw new Re2Error(`a repetition of ${braces[0]}`, this.at - braces[0].length);
    return { min, max };
  }

  private atom(depth: number): Node {
    if (this.take('(')) return this.group(depth);
    if (this.take('[')) return this.char(this.brackets());
    if (this.take('.')) return { kind: 'char', set: negated(this.flags.s ? [] : single(NEWLINE)) };
    if (this.take('^')) return { kind: 'assert', what: this.flags.m ? 'line-start' : 'text-start' };
    if (this.take('$')) return { kind: 'assert', what: this.flags.m ? 'line-end' : 'text-end' };
    if (this.take('\\')) return this.escape();
    if (this.sees('*') || this.sees('+') || this.sees('?'))
      throw new Re2Error('a repetition of nothing', this.at);
    return this.char(single(this.next()));
  }

  private group(depth: number): Node {
    const before = this.flags;
    if (this.take('?')) {
      const named = this.match(/P?<\w+>/y);
      if (named === undefined && this.readFlags()) return EMPTY;
    }
    const node = this.alternation(depth + 1);
    if (!this.take(')')) throw new Re2Error("')' is missing", this.at);
    this.flags = before;
    return node;
  }

  /** `i`, `im-s` …; true when they hold for the rest of the group around them. */
  private readFlags(): boolean {
    const found = this.match(/([imsU]*)(?:-([imsU]+))?([:)])/y);
    if (found === undefined) throw new Re2Error('RE2 knows no such group', this.at);
    const [, on = '', off = '', end] = found;
    const flag = (name: 'i' | 'm' | 's') => (this.flags[name] || on.includes(name)) && !off.includes(name);
    this.flags = { i: flag('i'), m: flag('m'), s: flag('s') };
    return end === ')';
  }

  private char(set: CharSet): Node {
    return { kind: 'char', set: this.flags.i ? folded(set) : set };
  }

  private escape(): Node {
    const assertion = ASSERTIONS[this.source.charAt(this.at)];
    if (assertion !== undefined) {
      this.at++;
      return { kind: 'assert', what: assertion };
    }
    if (!this.take('Q')) return this.char(this.escaped());
    const end = this.source.indexOf('\\E', this.at);
    const text = this.source.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.source.length : end + 2;
    return { kind: 'all', parts: Array.from(text, (letter) => this.char(single(letter.codePointAt(0)!))) };
  }

  /** Behind a `\`: one character, or a class of them. */
  private escaped(): CharSet {
    const at = this.at - 1;
    const number = this.match(/x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|(0[0-7]{0,2}|[1-7][0-7]{2})/y);
    if (number !== undefined) {
      const [, long, short, octal] = number;
      const point = octal === undefined ? Number.parseInt(long ?? short ?? '', 16) : Number.parseInt(octal, 8);
      if (point > LAST) throw new Re2Error('no such character', at);
      return single(point);
    }
    const letter = this.source.charAt(this.at);
    const known = Object.hasOwn(PERL, letter) ? PERL[letter] : CONTROLS[letter];
    if (known !== undefined) {
      this.at++;
      return known;
    }
    if (letter === '' || /[0-9A-Za-z]/.test(letter))
      throw new Re2Error(`'\\${letter}' is not supported`, at);
    return single(this.next());
  }

  private brackets(): CharSet {
    const start = this.at - 1;
    const inverse = this.take('^');
    const ranges: [number, number][] = [];
    for (let first = true; first || !this.sees(']'); first = false) {
      if (this.atEnd) throw new Re2Error("']' is missing", start);
      ranges.push(...(this.posix() ?? this.range()).map(([from, to]): [number, number] => [from, to]));
    }
    this.at++;
    const set = union(ranges);
    return inverse ? negated(this.flags.i ? folded(set) : set) : set;
  }

  private posix(): CharSet | undefined {
    const found = this.match(/\[:(\^?)(\w+):\]/y);
    if (found === undefined) return undefined;
    const set = POSIX.get(found[2]!);
    if (set === undefined) throw new Re2Error(`no class is called ${found[0]}`, this.at - found[0].length);
    return found[1] === '' ? set : negated(set);
  }

  private range(): CharSet {
    const at = this.at;
    const from = this.inBrackets();
    const dash = this.sees('-') && this.at + 1 < this.source.length && this.source.charAt(this.at + 1) !== ']';
    if (!dash || from.length !== 1 || from[0]![0] !== from[0]![1]) return from;
    this.at++;
    const to = this.inBrackets();
    if (to.length !== 1 || to[0]![0] !== to[0]![1] || to[0]![0] < from[0]![0])
      throw new Re2Error('a range that runs backwards', at);
    return [[from[0]![0], to[0]![1]]];
  }

  private inBrackets(): CharSet {
    return this.take('\\') ? this.escaped() : single(this.next());
  }

  private next(): number {
    const point = this.source.codePointAt(this.at);
    if (point === undefined) throw new Re2Error('it ends too early', this.at);
    this.at += point > 0xffff ? 2 : 1;
    return point;
  }

  private sees(letter: string): boolean {
    return this.source.charAt(this.at) === letter;
  }

  private take(letter: string): boolean {
    if (!this.sees(letter)) return false;
    this.at++;
    return true;
  }

  /** `pattern` is sticky. */
  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found === null) return undefined;
    this.at += found[0].length;
    return found;
  }
}

const ASSERTIONS: Readonly<Record<string, Assertion | undefined>> = {
  A: 'text-start',
  z: 'text-end',
  b: 'word-edge',
  B: 'no-word-edge',
};

const CONTROLS: Readonly<Record<string, CharSet | undefined>> = {
  a: single(7),
  f: single(12),
  n: single(10),
  r: single(13),
  t: single(9),
  v: single(11),
};
