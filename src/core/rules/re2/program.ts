/** From a regex's tree to a program of few kinds of steps (Thompson's construction). */
import { Re2Error } from './syntax.ts';
import type { Assertion, CharSet, Node } from './syntax.ts';

/** Steps are numbered; each but `char` and `match` goes on without a character. */
export type Step =
  | { readonly kind: 'match' }
  | { readonly kind: 'char'; readonly set: CharSet; readonly next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly kind: 'fork'; readonly next: readonly number[] };

export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** Counted repetitions are written out; this bounds what they come to. */
const MAX_STEPS = 10_000;

/** Throws Re2Error when the program would be too long. */
export function programOf(tree: Node): Program {
  const steps: Step[] = [{ kind: 'match' }];
  const add = (step: Step): number => {
    if (steps.length >= MAX_STEPS) throw new Re2Error('its repetitions come to too much', 0);
    return steps.push(step) - 1;
  };
  return { start: build(tree, 0, steps, add), steps };
}

type Add = (step: Step) => number;

/** Number of the first step of `node`, behind which step `next` follows: built from the end. */
function build(node: Node, next: number, steps: Step[], add: Add): number {
  switch (node.kind) {
    case 'empty':
      return next;
    case 'char':
      return add({ kind: 'char', set: node.set, next });
    case 'assert':
      return add({ kind: 'assert', what: node.what, next });
    case 'all':
      return node.parts.reduceRight((after, part) => build(part, after, steps, add), next);
    case 'any':
      return add({ kind: 'fork', next: node.branches.map((branch) => build(branch, next, steps, add)) });
    default:
      return repeat(node, next, steps, add);
  }
}

function repeat(
  { what, min, max }: Extract<Node, { kind: 'repeat' }>,
  next: number,
  steps: Step[],
  add: Add,
): number {
  let start = next;
  if (max === Infinity) {
    start = add({ kind: 'fork', next: [] });
    steps[start] = { kind: 'fork', next: [build(what, start, steps, add), next] };
  } else {
    for (let i = min; i < max; i++)
      start = add({ kind: 'fork', next: [build(what, start, steps, add), next] });
  }
  for (let i = 0; i < min; i++) start = build(what, start, steps, add);
  return start;
}
