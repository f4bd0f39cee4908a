/** `Nov 21 13:00:05 node1 k3s[123]: message`: journalctl's default (short, short-precise), and most of /var/log/syslog and messages. */
import type { Envelope, Opened } from '../format.ts';
import { syslogTimeAt } from './clock.ts';
import { tagged, timed } from './opened.ts';

export const journalShort: Envelope = { name: 'journal-short', open };

/** Without a tag (`node1 last message repeated 3 times`) it is syslog's. */
function open(line: string): Opened | undefined {
  const at = line.charCodeAt(0) === 32 ? 1 : 0; // Japanese ` 1月`
  const read = syslogTimeAt(line, at);
  if (read === undefined || line.charCodeAt(read.end) !== 32) return undefined;
  const from = read.end + 1;
  return tagged('journal-short', line, from, read.time) ?? timed('syslog', line.slice(from), read.time);
}
