/**
 * Runs a program over a text: is there a match anywhere? One look at each character, whatever the regex: the sets of steps that are
 * alive together become states of an automaton, made when they are first met (a lazy DFA, as in RE2: https://swtch.com/~rsc/regexp/).
 */
import { has, LAST, NEWLINE, single, WORD } from './char-set.ts';
import { parseRe2 } from './parse.ts';
import { programOf } from './program.ts';
import type { Program } from './program.ts';
import type { Assertion, CharSet } from './syntax.ts';

/** Finds whether a text holds a match. Linear time. Throws Re2Error when the regex can't be read. */
export function compileRe2(source: string): (text: string) => boolean {
  const machine = new Machine(programOf(parseRe2(source)));
  return (text) => machine.finds(text);
}

/** What stands beside a place between two characters. */
type Side = 'edge' | 'newline' | 'word' | 'other';

interface State {
  /** Steps that wait for what comes next, rising. */
  readonly steps: readonly number[];
  readonly before: Side;
  /** By class of the next character; the class behind the last one is the text's end. */
  readonly next: (State | typeof FOUND | undefined)[];
}

const FOUND = Symbol('found');
/** Past either all states are forgotten and made anew. */
const MAX_STATES = 2000;
const MAX_HELD = 200_000;

class Machine {
  private readonly program: Program;
  /** Starts of the classes of characters that the program can't tell apart, rising. */
  private readonly starts: readonly number[];
  private readonly ascii: Uint16Array;
  private states = new Map<string, State>();
  /** Steps that all states hold together. */
  private held = 0;

  constructor(program: Program) {
    this.program = program;
    this.starts = classStarts(program);
    this.ascii = Uint16Array.from({ length: 128 }, (_, point) => this.search(point));
  }

  finds(text: string): boolean {
    let state = this.state([this.program.start], 'edge');
    for (let at = 0; at < text.length; at++) {
      let point = text.charCodeAt(at);
      if (point >= 0xd800 && point < 0xdc00) {
        point = text.codePointAt(at)!;
        if (point > 0xffff) at++;
      }
      const group = point < 128 ? this.ascii[point]! : this.search(point);
      const next = state.next[group] ?? this.advance(state, group);
      if (next === FOUND) return true;
      state = next;
    }
    return this.advance(state, this.starts.length) === FOUND;
  }

  private advance(state: State, group: number): State | typeof FOUND {
    const known = state.next[group];
    if (known !== undefined) return known;
    const point = this.starts[group];
    const after = sideOf(point);
    const alive = this.reach(state, after);
    const next = alive === FOUND ? FOUND : this.state(this.consume(alive, point), after);
    state.next[group] = next;
    return next;
  }

  /** `char` steps that are reached without a character; FOUND when the end of the program is. */
  private reach({ steps, before }: State, after: Side): number[] | typeof FOUND {
    const todo = [...steps];
    const seen = new Set(todo);
    const alive: number[] = [];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const step = this.program.steps[at]!;
      if (step.kind === 'match') return FOUND;
      if (step.kind === 'char') alive.push(at);
      const onward =
        step.kind === 'fork'
          ? step.next
          : step.kind === 'assert' && holds(step.what, before, after)
            ? [step.next]
            : [];
      for (const next of onward) {
        if (!seen.has(next)) todo.push(next);
        seen.add(next);
      }
    }
    return alive;
  }

  /** A match may begin anywhere, so the start is always among them. */
  private consume(alive: readonly number[], point: number | undefined): number[] {
    const next = new Set([this.program.start]);
    for (const at of alive) {
      const step = this.program.steps[at]!;
      if (point !== undefined && step.kind === 'char' && has(step.set, point)) next.add(step.next);
    }
    return [...next].sort((a, b) => a - b);
  }

  private state(steps: readonly number[], before: Side): State {
    const name = `${before} ${steps.join(' ')}`;
    const known = this.states.get(name);
    if (known !== undefined) return known;
    this.held += steps.length;
    if (this.states.size >= MAX_STATES || this.held > MAX_HELD) {
      this.states = new Map();
      this.held = steps.length;
    }
    const state: State = { steps, before, next: [] };
    this.states.set(name, state);
    return state;
  }

  private search(point: number): number {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! <= point) low = middle;
      else high = middle;
    }
    return low;
  }
}

function classStarts({ steps }: Program): number[] {
  const sets: CharSet[] = [WORD, single(NEWLINE)];
  for (const step of steps) if (step.kind === 'char') sets.push(step.set);
  const starts = new Set([0]);
  for (const [from, to] of sets.flat()) starts.add(from).add(to + 1);
  return [...starts].filter((start) => start <= LAST).sort((a, b) => a - b);
}

function sideOf(point: number | undefined): Side {
  if (point === undefined) return 'edge';
  if (point === NEWLINE) return 'newline';
  return has(WORD, point) ? 'word' : 'other';
}

function holds(what: Assertion, before: Side, after: Side): boolean {
  switch (what) {
    case 'text-start':
      return before === 'edge';
    case 'text-end':
      return after === 'edge';
    case 'line-start':
      return before === 'edge' || before === 'newline';
    case 'line-end':
      return after === 'edge' || after === 'newline';
    case 'word-edge':
      return (before === 'word') !== (after === 'word');
    default:
      return (before === 'word') === (after === 'word');
  }
}
