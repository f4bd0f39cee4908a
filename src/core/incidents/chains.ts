/** The matches of one rule, by key. */
import type { Rule } from '../rules/rule.ts';
import type { Batch } from './batch.ts';
import { Bottom } from './bottom.ts';
import { Chain } from './chain.ts';
import type { ChainData } from './chain.ts';
import { isKey, keyOf, keyText, observedKeyText } from './key.ts';
import type { Key } from './key.ts';
import { MAX_KEYS } from './marks.ts';
import type { Observation } from './observation.ts';
import type { Sight } from './sight.ts';

export interface KeyedChain {
  readonly key: Key;
  readonly chain: Chain;
}

/** What keys are made of. */
type Keyed = Pick<Observation, 'host' | 'captures'>;

export interface ChainsData {
  /** All matches, also of keys that are not kept. */
  readonly total: number;
  readonly bound: number | null;
  readonly chains: readonly { readonly key: Key; readonly chain: ChainData }[];
}

export class Chains {
  private readonly rule: Rule;
  private readonly byKey = new Bottom<KeyedChain>(MAX_KEYS);
  private total = 0;
  /** Floods repeat their key. */
  private latest: KeyedChain | undefined;

  constructor(rule: Rule) {
    this.rule = rule;
  }

  add(observation: Observation, pending: Sight[]): void {
    this.total++;
    this.keyed(observation)?.chain.add(observation, pending);
  }

  addBatch(batch: Batch, pending: Sight[]): void {
    this.total += batch.count;
    this.keyed(batch.meant)?.chain.addBatch(batch, pending);
  }

  /** In no particular order. */
  all(): Iterable<KeyedChain> {
    return this.byKey.kept().values();
  }

  /** Matches of keys that are not kept. */
  get lost(): number {
    let kept = 0;
    for (const { chain } of this.all()) for (const { count } of chain.all()) kept += count;
    return this.total - kept;
  }

  absorb(data: ChainsData): void {
    this.total += data.total;
    for (const { key, chain } of data.chains) {
      this.byKey.getOrAdd(keyText(key), () => ({ key, chain: new Chain(this.rule) }))?.chain.absorb(chain);
    }
    if (data.bound !== null) this.byKey.overflow(data.bound);
  }

  toJSON(): ChainsData {
    const chains = Array.from(this.all(), ({ key, chain }) => ({ key, chain: chain.toJSON() }));
    return { total: this.total, bound: this.byKey.limitHash ?? null, chains };
  }

  private keyed({ host, captures }: Keyed): KeyedChain | undefined {
    const { rule, latest } = this;
    if (latest !== undefined && isKey(latest.key, rule, host, captures)) return latest;
    const found = this.byKey.getOrAdd(observedKeyText(rule, host, captures), () => ({
      key: keyOf(rule, host, captures),
      chain: new Chain(rule),
    }));
    if (found !== undefined) this.latest = found;
    return found;
  }
}
