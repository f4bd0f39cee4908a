import type { Level } from '../../entry.ts';

/** Severity by the words that loggers use for it (logrus, zap, slog, klog, CoreDNS, Calico); undefined for any other word. */
export function levelOf(word: string | undefined): Level | undefined {
  if (word === undefined || word.length > 9) return undefined;
  switch (word.toLowerCase()) {
    case 'info':
    case 'notice':
    case 'noti':
      return 'info';
    case 'error':
    case 'erro':
    case 'err':
      return 'error';
    case 'warning':
    case 'warn':
      return 'warning';
    case 'debug':
    case 'debu':
    case 'trace':
    case 'trac':
      return 'debug';
    case 'fatal':
    case 'fata':
    case 'panic':
    case 'pani':
    case 'dpanic':
    case 'critical':
    case 'crit':
    case 'emergency':
    case 'alert':
      return 'fatal';
    default:
      return undefined;
  }
}
