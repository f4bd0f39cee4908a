/** The tool's own log, on stderr. Silent by default; its library is loaded only when something shall be written. */
import type { FlagValues, LogLevel } from './flags.ts';

export interface Log {
  info(facts: object, message: string): void;
  debug(facts: object, message: string): void;
}

const SILENT: Log = { info: () => undefined, debug: () => undefined };

/** `--log-level` goes before `-v`. */
export function logLevel(flags: FlagValues): LogLevel {
  return flags.logLevel ?? (flags.verbose ? 'debug' : 'silent');
}

export async function openLog(flags: FlagValues): Promise<Log> {
  const level = logLevel(flags);
  if (level === 'silent') return SILENT;
  const { pino } = await import('pino');
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return {
    info: (facts, message) => logger.info(facts, message),
    debug: (facts, message) => logger.debug(facts, message),
  };
}
