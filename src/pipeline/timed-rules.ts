/** A bound on the time of users' regexes where no worker can be ended instead: on what comes through a pipe. */
import { createContext, Script } from 'node:vm';
import type { Captures, RulePack } from '../core/rules/pack.ts';

export interface TimedOptions {
  /** Rules to be bounded, by index. */
  readonly rules: ReadonlySet<number>;
  /** ms. */
  readonly slowAfter: number;
  /** A rule took longer; it is not tried any more. */
  readonly onSlow: (rule: number) => void;
}

/** The pack with these rules under a time bound. Each try costs about 0.1 ms. */
export function timedPack(pack: RulePack, { rules, slowAfter, onSlow }: TimedOptions): RulePack {
  const bounded = timeBound(slowAfter);
  const slow = new Set<number>();
  const probes = pack.probes.map((probe) => {
    if (!rules.has(probe.rule)) return probe;
    const test: typeof probe.test = (entry) => {
      if (slow.has(probe.rule)) return undefined;
      const result = bounded(() => probe.test(entry));
      if (result !== TOO_LONG) return result;
      slow.add(probe.rule);
      onSlow(probe.rule);
      return undefined;
    };
    return { ...probe, test };
  });
  return { ...pack, probes, doubtful: rules };
}

const TOO_LONG = Symbol('too long');

/** Scripts have what functions lack: a time-out that stops a regex in its midst. */
function timeBound(timeout: number) {
  const context = { run: (): Captures | undefined => undefined };
  createContext(context);
  const script = new Script('run()');
  return (run: () => Captures | undefined): Captures | undefined | typeof TOO_LONG => {
    context.run = run;
    try {
      return script.runInContext(context, { timeout }) as Captures | undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      return TOO_LONG;
    }
  };
}
