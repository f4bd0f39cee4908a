/** jq expressions that are conditions on fields, as conditions of ours. Anything else is refused. */
import { Refusal } from './cre.ts';
import { jqTokens } from './jq-tokens.ts';
import type { Token } from './jq-tokens.ts';

/** What a rule file's `where` says of one path: a text as a list of one, a comparison, or whether it is there. */
export type JqTest = readonly [string] | string | { readonly exists: boolean };

/** All must hold; by path. */
export type JqConditions = readonly { readonly path: string; readonly test: JqTest }[];

/** Alternatives: one of them must hold. Throws Refusal. */
export function jqAlternatives(source: string): JqConditions[] {
  const parser = new JqParser(jqTokens(source));
  const alternatives = parser.pipe();
  if (!parser.atEnd) throw new Refusal('jq: more than a condition');
  for (const conditions of alternatives) checkPaths(conditions);
  return alternatives;
}

/** `where` names each path once. */
function checkPaths(conditions: JqConditions): void {
  const paths = conditions.map(({ path }) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) < i);
  if (twice !== undefined) throw new Refusal(`jq: two conditions on .${twice}`);
  if (paths.includes('')) throw new Refusal('jq: a condition on the whole line');
}

const MAX_ALTERNATIVES = 32;

interface Operand {
  /** Undefined: `value` stands for itself. */
  readonly path: string | undefined;
  /** What counts where the path is null (`//`). */
  readonly value: string | number | boolean | null;
}

const COMPARISONS = ['==', '!=', '>=', '<=', '>', '<'];

class JqParser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get atEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  /** `path | condition`, `condition | condition`, or a condition. */
  pipe(): JqConditions[] {
    const [first, second] = this.tokens.slice(this.at);
    if (first?.kind === 'path' && isSign(second, '|')) {
      this.at += 2;
      return this.pipe().map((conditions) => below(first.path, conditions));
    }
    const left = this.either();
    return this.take('|') ? both(left, this.pipe()) : left;
  }

  private either(): JqConditions[] {
    const all = [...this.and()];
    while (this.take('or')) all.push(...this.and());
    return all;
  }

  private and(): JqConditions[] {
    let all = this.condition();
    while (this.take('and')) all = both(all, this.condition());
    return all;
  }

  private condition(): JqConditions[] {
    if (this.take('select')) return this.grouped();
    if (isSign(this.tokens[this.at], '(') && !this.isOperand()) return this.grouped();
    const left = this.operand();
    const sign = COMPARISONS.find((one) => this.take(one));
    if (sign === undefined) throw new Refusal('jq: a value that is not compared');
    return compared(left, sign, this.operand());
  }

  private grouped(): JqConditions[] {
    this.need('(');
    const inner = this.pipe();
    this.need(')');
    return inner;
  }

  /** Does a parenthesis hold a value here, such as `(.a // 0)`? */
  private isOperand(): boolean {
    const start = this.at;
    try {
      this.operand();
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    } finally {
      this.at = start;
    }
  }

  private operand(): Operand {
    if (this.take('(')) {
      const inner = this.operand();
      this.need(')');
      return inner;
    }
    const token = this.tokens[this.at++];
    if (token?.kind === 'value') return { path: undefined, value: token.value };
    if (token?.kind !== 'path') throw new Refusal('jq: more than a condition');
    if (!this.take('//')) return { path: token.path, value: null };
    const other = this.operand();
    if (other.path !== undefined) throw new Refusal('jq: a path in place of another');
    return { path: token.path, value: other.value };
  }

  private take(sign: string): boolean {
    if (!isSign(this.tokens[this.at], sign)) return false;
    this.at++;
    return true;
  }

  private need(sign: string): void {
    if (!this.take(sign)) throw new Refusal(`jq: '${sign}' is missing`);
  }
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.sign === sign;
}

function both(a: readonly JqConditions[], b: readonly JqConditions[]): JqConditions[] {
  const all = a.flatMap((left) => b.map((right) => [...left, ...right]));
  if (all.length > MAX_ALTERNATIVES) throw new Refusal('jq: too many alternatives');
  return all;
}

function below(prefix: string, conditions: JqConditions): JqConditions {
  if (prefix.includes('[]') && conditions.length > 1)
    throw new Refusal('jq: several conditions on one member of a list');
  return conditions.map(({ path, test }) => ({
    path: [prefix, path].filter((x) => x !== '').join('.'),
    test,
  }));
}

function compared(left: Operand, sign: string, right: Operand): JqConditions[] {
  const { path, value: fallback } = left;
  const { value } = right;
  if (path === undefined || right.path !== undefined)
    throw new Refusal('jq: a comparison that is not of a path with a value');
  const absent = holds(fallback, sign, value);
  if (absent && path.includes('[]')) throw new Refusal('jq: a list that may be absent');
  const present = value === null ? presence(sign, fallback) : presentTests(sign, value);
  const tests: JqTest[] = [...present, ...(absent ? [{ exists: false }] : [])];
  return tests.map((test) => [{ path, test }]);
}

/** Compared with null. */
function presence(sign: string, fallback: unknown): JqTest[] {
  if (fallback !== null) throw new Refusal("jq: '//' beside null");
  if (sign === '!=') return [{ exists: true }];
  if (sign === '==') return [];
  throw new Refusal(`jq: '${sign} null'`);
}

/** What a value that is there must meet. */
function presentTests(sign: string, value: string | number | boolean): JqTest[] {
  if (sign === '==' && typeof value !== 'number') return [[String(value)]];
  if (typeof value !== 'number') throw new Refusal(`jq: '${sign}' with a text`);
  if (sign === '!=') return [`> ${value}`, `< ${value}`];
  return [`${sign === '==' ? '=' : sign} ${value}`];
}

/** jq's order: null before all other values. */
function holds(a: Operand['value'], sign: string, b: Operand['value']): boolean {
  if (sign === '==') return a === b;
  if (sign === '!=') return a !== b;
  if (a === null && b !== null) return sign.startsWith('<');
  if (typeof a !== 'number' || typeof b !== 'number') throw new Refusal(`jq: '${sign}' with no number`);
  return sign === '>=' ? a >= b : sign === '<=' ? a <= b : sign === '>' ? a > b : a < b;
}
