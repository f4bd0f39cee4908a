/** What a regex in RE2 syntax says, as a tree. The syntax is that of Go's `regexp` package (https://github.com/google/re2/wiki/Syntax). */

/** Code points, as ranges with both ends counted; sorted, apart from each other. */
export type CharSet = readonly (readonly [from: number, to: number])[];

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge';

export type Node =
  | { readonly kind: 'empty' }
  | { readonly kind: 'char'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly branches: readonly Node[] }
  | { readonly kind: 'repeat'; readonly what: Node; readonly min: number; readonly max: number };

/** Why a regex can't be read; `at` counts from 0 in it. */
export class Re2Error extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = 'Re2Error';
    this.at = at;
  }
}
