/** How near a session came to a threshold: the most matches in one window. */
import type { Observation } from '../incidents/book.ts';
import type { Incident } from '../incidents/incident.ts';
import { observedKeyText } from '../incidents/key.ts';
import type { Rule } from '../rules/rule.ts';

/** Times kept in all; past that the figure is a lower bound. */
const MAX_TIMES = 1_000_000;

export class MostWithin {
  private readonly rule: Rule;
  /** Whole seconds, as thresholds count them. */
  private readonly seconds: number;
  private readonly times = new Map<string, number[]>();
  private kept = 0;

  constructor(rule: Rule, within: number) {
    this.rule = rule;
    this.seconds = Math.max(1, Math.floor(within / 1000));
  }

  add({ time, host, captures }: Observation): void {
    if (time === undefined || this.kept >= MAX_TIMES) return;
    this.kept++;
    const key = observedKeyText(this.rule, host, captures);
    const times = this.times.get(key);
    if (times === undefined) this.times.set(key, [time]);
    else times.push(time);
  }

  /** Undefined for a session without times: its windows count as met. */
  most({ host, group, first, last }: Incident): number | undefined {
    if (first === undefined || last === undefined) return undefined;
    const times = this.times.get(observedKeyText(this.rule, host, group)) ?? [];
    const seconds = times
      .filter((time) => time >= first && time <= last)
      .map((time) => Math.floor(time / 1000))
      .sort((a, b) => a - b);
    let most = 0;
    let start = 0;
    for (const [end, second] of seconds.entries()) {
      while (second - seconds[start]! >= this.seconds) start++;
      most = Math.max(most, end - start + 1);
    }
    return most;
  }
}
