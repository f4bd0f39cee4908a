/** A CRE term as alternatives of ours, which look at the line as it was written, as preq does. */
import { rarestLiteral } from '../rules/literals.ts';
import { compileRe2 } from '../rules/re2/machine.ts';
import { re2Literals } from '../rules/re2/literals.ts';
import { Re2Error } from '../rules/re2/syntax.ts';
import { Refusal } from './cre.ts';
import type { CreTerm } from './cre.ts';
import { jqAlternatives } from './jq.ts';
import type { JqTest } from './jq.ts';

/** As a rule file says it. */
export interface FileAlternative {
  readonly in: 'line';
  readonly text?: string;
  readonly re2?: string;
  readonly where?: Readonly<Record<string, JqTest>>;
  readonly literal?: 'none';
}

/** Throws Refusal. */
export function alternativesOf(term: CreTerm): FileAlternative[] {
  if (term.nested !== undefined) throw new Refusal(`a ${term.nested} inside of the rule`);
  const given = [term.value, term.regex, term.jq].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new Refusal(given.length === 0 ? 'an empty term' : 'a term that says two things');
  if (term.value !== undefined) return [textAlternative(term.value)];
  return term.regex === undefined ? documentAlternatives(term.jq!) : regexAlternatives(term.regex);
}

function textAlternative(value: string): FileAlternative {
  // A pattern is one line, and not blank.
  if (value.includes('\n') || value.trim() === '')
    return { in: 'line', re2: value.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`), literal: 'none' };
  const text = value.replaceAll('<', String.raw`\<`);
  return rarestLiteral([value]) === undefined ? { in: 'line', text, literal: 'none' } : { in: 'line', text };
}

/** With one of the texts that each match holds, so that the scanner finds its lines. */
function regexAlternatives(re2: string): FileAlternative[] {
  try {
    compileRe2(re2);
    const literals = re2Literals(re2);
    if (literals === undefined) return [{ in: 'line', re2, literal: 'none' }];
    return literals.map((text) => ({ in: 'line', text, re2 }));
  } catch (error) {
    if (error instanceof Re2Error) throw new Refusal(`the regex '${re2}': ${error.message}`);
    throw error;
  }
}

function documentAlternatives(jq: string): FileAlternative[] {
  return jqAlternatives(jq).map((conditions) => {
    const where = Object.fromEntries(conditions.map(({ path, test }) => [path, test]));
    const values = conditions.flatMap(({ test }) => (Array.isArray(test) ? (test as readonly string[]) : []));
    const led = rarestLiteral(values) !== undefined;
    return led ? { in: 'line', where } : { in: 'line', where, literal: 'none' };
  });
}
