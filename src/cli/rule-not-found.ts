/** What to say when no rule has an id. */
import type { Problem } from '../core/errors.ts';
import type { Rule } from '../core/rules/rule.ts';

export function ruleNotFound(id: string, rules: readonly Rule[]): Problem {
  const tail = id.split('/').at(-1)!;
  const near = rules.filter((rule) => tail.length > 2 && rule.id.includes(tail)).slice(0, 5);
  return {
    code: 'RULE_NOT_FOUND',
    message: `no rule has the id '${id}'`,
    fix:
      near.length > 0
        ? `one of: ${near.map((rule) => rule.id).join(', ')}`
        : 'see the ids: whynotready rules list',
  };
}
