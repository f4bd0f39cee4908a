/** Tries probes on entries. Runs for each candidate line. */
import type { Entry } from '../entry.ts';
import type { Match, Probe, RulePack } from './pack.ts';

/**
 * Matches of one entry among these probes (indices into `pack.probes`, any order, may repeat): at most one a rule and role, by the first
 * alternative that fits; in the order of rules and roles.
 */
export function matchEntry(pack: RulePack, entry: Entry, probes: Iterable<number>): Match[] {
  const matches: Match[] = [];
  let met: Probe | undefined;
  for (const index of rising(probes)) {
    const probe = pack.probes[index]!;
    if (met !== undefined && met.rule === probe.rule && met.role === probe.role) continue;
    const captures = probe.test(entry);
    if (captures === undefined) continue;
    met = probe;
    matches.push({ rule: probe.rule, role: probe.role, captures });
  }
  return matches;
}

/** All probes, for matching without a scanner. */
export function allProbes(pack: RulePack): readonly number[] {
  return Array.from(pack.probes.keys());
}

function rising(probes: Iterable<number>): readonly number[] {
  const list = Array.isArray(probes) ? (probes as readonly number[]) : [...probes];
  for (let i = 1; i < list.length; i++) if (list[i - 1]! > list[i]!) return list.toSorted((a, b) => a - b);
  return list;
}
