import type { Field } from '../../entry.ts';

/** All fields but the first of each name in `names`: what a payload's header took is not listed once more. */
export function withoutHeader(fields: readonly Field[], names: readonly string[]): readonly Field[] {
  let taken = 0;
  const rest: Field[] = [];
  for (const field of fields) {
    const index = names.indexOf(field.name);
    if (index >= 0 && (taken & (1 << index)) === 0) taken |= 1 << index;
    else rest.push(field);
  }
  return rest;
}

/** Writers of JSON keep the line end of a message (`…\n`); readers of lines never see it. */
export function withoutLineEnd(message: string): string {
  return message.endsWith('\n') ? message.slice(0, -1) : message;
}
