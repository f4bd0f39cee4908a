/** What only all rule files together show: ids that come twice, causes that don't exist, cycles. */
import type { Problem } from '../errors.ts';
import type { LoadedRule } from './load.ts';
import { nearest } from './schema-parts.ts';

/** Problems between rules. `known`: is there a rule of this id besides those given? */
export function crossCheck(rules: readonly LoadedRule[], known: (id: string) => boolean): Problem[] {
  const ids = new Set(rules.map(({ rule }) => rule.id));
  const exists = (id: string): boolean => ids.has(id) || known(id);
  return [...duplicates(rules), ...rules.flatMap((loaded) => dangling(loaded, exists, [...ids])), ...cycles(rules)];
}

function duplicates(rules: readonly LoadedRule[]): Problem[] {
  const first = new Map<string, string>();
  return rules.flatMap(({ rule, file }): Problem[] => {
    const other = first.get(rule.id);
    first.set(rule.id, other ?? file);
    if (other === undefined) return [];
    const message = `the id ${rule.id} is taken by ${other}`;
    return [{ code: 'RULE_DUPLICATE_ID', message, place: { file }, fix: 'rename one of the two files' }];
  });
}

function dangling(loaded: LoadedRule, exists: (id: string) => boolean, ids: readonly string[]): Problem[] {
  const named = [
    ...loaded.rule.causedBy.map(({ rule }, i) => ({ id: rule, path: ['causedBy', i] })),
    ...loaded.alsoMatches.map((id, i) => ({ id, path: ['alsoMatches', i] })),
  ];
  return named.flatMap(({ id, path }): Problem[] => {
    if (exists(id)) return [];
    const near = nearest(id, ids);
    const fix = near === undefined ? `write the rule rules/${id}.yaml, or take the id out` : `did you mean '${near}'?`;
    return [{ code: 'RULE_REFERENCE', message: `there is no rule ${id}`, place: loaded.places.place(path), fix }];
  });
}

/** One problem for each cycle among `causedBy`, at the rule of the cycle that sorts first. */
function cycles(rules: readonly LoadedRule[]): Problem[] {
  const byId = new Map(rules.map((loaded) => [loaded.rule.id, loaded]));
  const done = new Set<string>();
  const found: Problem[] = [];
  for (const id of [...byId.keys()].sort()) {
    const cycle = findCycle(id, byId, done);
    if (cycle === undefined) continue;
    const { places } = byId.get(cycle[0]!)!;
    const message = `these rules cause each other: ${[...cycle, cycle[0]].join(' <- ')}`;
    found.push({ code: 'RULE_REFERENCE', message, place: places.keyPlace(['causedBy']), fix: 'take one of the links out' });
  }
  return found;
}

/** Depth-first search; rules that lead to no new cycle go into `done`. */
function findCycle(start: string, byId: ReadonlyMap<string, LoadedRule>, done: Set<string>): string[] | undefined {
  const path: string[] = [];
  const visit = (id: string): string[] | undefined => {
    const seen = path.indexOf(id);
    if (seen >= 0) return path.slice(seen);
    if (done.has(id)) return undefined;
    path.push(id);
    for (const { rule } of byId.get(id)?.rule.causedBy ?? []) {
      const cycle = visit(rule);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(id);
    return undefined;
  };
  const cycle = visit(start);
  for (const id of path) done.add(id);
  return cycle;
}
