/** `Nov 21 13:00:05 node1 k3s[123]: message`: journalctl's default (short, short-precise), and most of /var/log/syslog and messages. */
import type { Envelope, Opened } from '../format.ts';
import { syslogTimeAt } from './clock.ts';
import { tagged, timed, withPayload } from './opened.ts';

export const journalShort: Envelope = { name: 'journal-short', open };

/** What stood before the last message, and what it said: in a flood many lines of one second share it. The same text says the same. */
let lastHead = '';
let lastOpened: Opened | undefined;

/** Without a tag (`node1 last message repeated 3 times`) it is syslog's. */
function open(line: string): Opened | undefined {
  if (lastOpened !== undefined && line.startsWith(lastHead))
    return withPayload(lastOpened, line.slice(lastHead.length));
  const at = line.charCodeAt(0) === 32 ? 1 : 0; // Japanese ` 1月`
  const read = syslogTimeAt(line, at);
  if (read === undefined || line.charCodeAt(read.end) !== 32) return undefined;
  const from = read.end + 1;
  const opened = tagged('journal-short', line, from, read.time);
  if (opened === undefined) return timed('syslog', line.slice(from), read.time);
  remember(line, opened);
  return opened;
}

/** A head that does not end where a message begins (no message, tabs restored) is not worth it. */
function remember(line: string, opened: Opened): void {
  const head = line.slice(0, line.length - opened.payload.length);
  if (!head.endsWith(': ')) return;
  lastHead = head;
  lastOpened = opened;
}
