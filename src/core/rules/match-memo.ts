/** In a flood the same entry comes again and again but for its time, and meets the same rules again. */
import type { Entry } from '../entry.ts';
import { own } from '../text/own.ts';
import { matchEntry } from './match.ts';
import type { Match, RulePack } from './pack.ts';

/** All that rules see of an entry beside its text. */
type Surroundings = Pick<Entry, 'level' | 'caller' | 'component' | 'unit' | 'host'>;

interface Known {
  readonly surroundings: Surroundings;
  readonly probes: readonly number[];
  readonly matches: readonly Match[];
}

/** `matchEntry` with a memory for entries whose text comes again. */
export class MatchMemo {
  private readonly pack: RulePack;
  private readonly known = new WeakMap<object, Known>();

  constructor(pack: RulePack) {
    this.pack = pack;
  }

  /** `probes`: the same array for the same probes. */
  matches(entry: Entry, probes: readonly number[]): readonly Match[] {
    const { same } = entry;
    if (same === undefined) return matchEntry(this.pack, entry, probes);
    const known = this.known.get(same);
    if (known !== undefined && known.probes === probes && alike(known.surroundings, entry)) return known.matches;
    const matches = matchEntry(this.pack, entry, probes);
    this.known.set(same, { surroundings: surroundingsOf(entry), probes, matches });
    return matches;
  }
}

function alike(a: Surroundings, b: Surroundings): boolean {
  return (
    a.level === b.level &&
    a.caller === b.caller &&
    a.component === b.component &&
    a.unit === b.unit &&
    a.host === b.host
  );
}

/** Copies: a slice would keep a block of the log alive. */
function surroundingsOf({ level, caller, component, unit, host }: Entry): Surroundings {
  const copy = (text: string | undefined): string | undefined => (text === undefined ? undefined : own(text));
  return { level, caller: copy(caller), component: copy(component), unit: copy(unit), host: copy(host) };
}
