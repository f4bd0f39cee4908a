/** How services that know three levels see a severity. */
import type { Severity } from '../core/rules/rule.ts';

export type Level = 'error' | 'warning' | 'note';

export const LEVEL: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
