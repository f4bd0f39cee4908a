/** The matches of a scan while it goes on: from what the core finds to what is sent, no more than a little ahead of the server. */
import type { FoundMatch, MatchTaker } from '../../core/found-match.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { MAX_VALUE } from '../../core/incidents/observation.ts';
import { cut } from '../../core/text/own.ts';
import { fillProse } from '../../core/text/slots.ts';
import { keyOf } from './identities.ts';
import type { KeyedLine } from './identities.ts';

/** One line that a rule met, as it is sent. */
export interface MatchLine extends KeyedLine, Pick<Incident, 'rule' | 'group'> {
  /** `keyOf` what it was before anything was taken out of it. */
  readonly key: string;
  /** Values found in the line; undefined: not known any more. */
  readonly captures?: Readonly<Record<string, string>>;
  /** Which step of the rule's sequence it is, from 1. */
  readonly step?: number;
}

export function lineOf({ rule, role, captures, host, evidence }: FoundMatch): MatchLine {
  const values = Object.fromEntries(
    Object.entries(captures).map(([name, value]) => [name, cut(value, MAX_VALUE)]),
  );
  const { id, kind, severity, category } = rule;
  const valueOf = (name: string): string | undefined =>
    Object.hasOwn(values, name) ? values[name] : undefined;
  const title = fillProse(rule.title, (name) => valueOf(name) ?? (name === 'host' ? host : undefined));
  const what = {
    rule: { id, kind, title, severity, category },
    host: cut(host, MAX_VALUE),
    group: Object.fromEntries(rule.groupBy.map((name) => [name, valueOf(name) ?? ''])),
  };
  return {
    ...what,
    key: keyOf(what),
    captures: values,
    ...(role.kind === 'step' ? { step: role.index + 1 } : {}),
    evidence,
  };
}

/** Matches that wait to be sent before reading waits, too. One block of a log (2 MiB) comes on top. */
const MAX_WAITING = 1000;

/** Takes matches on one side, gives them on the other. */
export class MatchQueue implements MatchTaker, AsyncIterable<FoundMatch> {
  /** Those taken last; and those before them, of which the first `given` are gone. */
  private taken: FoundMatch[] = [];
  private giving: FoundMatch[] = [];
  private given = 0;
  private ended = false;
  private wakeGiver: (() => void) | undefined;
  private wakeTaker: (() => void) | undefined;

  readonly take = (match: FoundMatch): void => {
    if (this.ended) return;
    this.taken.push(match);
    this.wakeGiver?.();
  };

  readonly room = (): Promise<void> | undefined => {
    if (this.hasRoom) return undefined;
    return new Promise((resolve) => {
      this.wakeTaker = resolve;
    });
  };

  /** No more will come; what waits is still given. */
  end(): void {
    this.ended = true;
    this.wakeGiver?.();
  }

  /** Nobody wants them any more. */
  drop(): void {
    this.taken = [];
    this.giving = [];
    this.given = 0;
    this.end();
    this.wakeTaker?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FoundMatch> {
    for (;;) {
      while (this.size > 0) yield this.next();
      if (this.ended) return;
      await new Promise<void>((resolve) => {
        this.wakeGiver = resolve;
      });
    }
  }

  private get size(): number {
    return this.taken.length + this.giving.length - this.given;
  }

  private get hasRoom(): boolean {
    return this.ended || this.size < MAX_WAITING;
  }

  private next(): FoundMatch {
    if (this.given === this.giving.length) {
      // What was given is let go, even when the queue is never empty.
      this.giving = this.taken;
      this.taken = [];
      this.given = 0;
    }
    const match = this.giving[this.given++]!;
    if (this.hasRoom) this.wakeTaker?.();
    return match;
  }
}
