/** Which probes to try on an entry, by what is known of the literals on its lines. Prepared once for a pack: an input may have many sources. */
import { LikelyProbes } from './likely-probes.ts';
import { allProbes } from './match.ts';
import type { RulePack } from './pack.ts';

/** Which probes a run of literals leads to, as a tree over the literals. */
interface Leads {
  readonly next: Map<number, Leads>;
  probes: readonly number[] | undefined;
}

/** What a hostile log could make of the tree is bounded. */
const MAX_LEADS = 10_000;
const MAX_LEADS_DEPTH = 16;

const known = new WeakMap<RulePack, ProbeLeads>();

export class ProbeLeads {
  /** Probes that look at entries. */
  readonly everything: readonly number[];
  /** Those that look at lines as they were written; undefined: there are none. */
  readonly onLines: LikelyProbes | undefined;
  private readonly pack: RulePack;
  private readonly tree = newLeads();
  private nodes = 0;
  private entryProbes: LikelyProbes | undefined;

  constructor(pack: RulePack) {
    this.pack = pack;
    const all = allProbes(pack);
    this.everything = all.filter((index) => !pack.probes[index]!.onLine);
    const onLines = all.filter((index) => pack.probes[index]!.onLine);
    this.onLines = onLines.length === 0 ? undefined : new LikelyProbes(pack, onLines);
  }

  /** The pack's own; no answer depends on earlier ones. */
  static of(pack: RulePack): ProbeLeads {
    let leads = known.get(pack);
    if (leads === undefined) known.set(pack, (leads = new ProbeLeads(pack)));
    return leads;
  }

  /** Those that look at entries, for lines of which no scanner says what they hold. */
  get onEntries(): LikelyProbes {
    return (this.entryProbes ??= new LikelyProbes(this.pack, this.everything));
  }

  /** Probes that the literals lead to, each once, rising; of unknown literals all. The same literals give the same array. */
  probesFor(literals: readonly number[] | undefined): readonly number[] {
    if (literals === undefined) return this.everything;
    let node = this.tree;
    for (const literal of literals) {
      const next = node.next.get(literal);
      if (next === undefined) return this.learn(literals);
      node = next;
    }
    return (node.probes ??= this.leadsOf(literals));
  }

  /** Remembers the way. */
  private learn(literals: readonly number[]): readonly number[] {
    if (literals.length > MAX_LEADS_DEPTH || this.nodes > MAX_LEADS) return this.leadsOf(literals);
    let node = this.tree;
    for (const literal of literals) {
      let next = node.next.get(literal);
      if (next === undefined) {
        next = newLeads();
        node.next.set(literal, next);
        this.nodes++;
      }
      node = next;
    }
    return (node.probes = this.leadsOf(literals));
  }

  private leadsOf(literals: readonly number[]): readonly number[] {
    const { probesByLiteral, probes } = this.pack;
    if (literals.some((literal) => literal >= probesByLiteral.length)) return this.everything;
    const led = new Set(literals.flatMap((literal) => probesByLiteral[literal]!));
    return [...led].filter((index) => !probes[index]!.onLine).sort((a, b) => a - b);
  }
}

function newLeads(): Leads {
  return { next: new Map(), probes: undefined };
}
