/** In a flood the same entry comes again and again but for its time, and meets the same rules again. */
import type { Entry, Field } from '../entry.ts';
import { matchEntry } from './match.ts';
import type { Match, RulePack } from './pack.ts';

const SLOTS = 1 << 10;
const MAX_LENGTH = 2 << 10;

interface Known {
  readonly entry: Entry;
  readonly probes: readonly number[];
  readonly matches: readonly Match[];
}

/**
 * `matchEntry` with a memory. Rules see all of an entry but its time, so entries that agree in the rest have the same matches. Parsers give
 * the same `fields` object for the same text; other entries are told by their message.
 */
export class MatchMemo {
  private readonly pack: RulePack;
  private readonly byFields = new WeakMap<readonly Field[], Known>();
  private readonly byMessage = new Map<string, Known>();

  constructor(pack: RulePack) {
    this.pack = pack;
  }

  /** `probes`: the same array for the same probes. */
  matches(entry: Entry, probes: readonly number[]): readonly Match[] {
    const known = entry.fields.length > 0 ? this.byFields.get(entry.fields) : this.byMessage.get(entry.message);
    if (known !== undefined && known.probes === probes && alike(known.entry, entry)) return known.matches;
    const matches = matchEntry(this.pack, entry, probes);
    this.keep({ entry, probes, matches });
    return matches;
  }

  private keep(known: Known): void {
    const { entry } = known;
    if (entry.fields.length > 0) this.byFields.set(entry.fields, known);
    else if (entry.message.length < MAX_LENGTH) {
      if (this.byMessage.size >= SLOTS) this.byMessage.clear();
      this.byMessage.set(entry.message, known);
    }
  }
}

function alike(a: Entry, b: Entry): boolean {
  return (
    a.message === b.message &&
    a.fields === b.fields &&
    a.level === b.level &&
    a.caller === b.caller &&
    a.component === b.component &&
    a.unit === b.unit &&
    a.host === b.host
  );
}
