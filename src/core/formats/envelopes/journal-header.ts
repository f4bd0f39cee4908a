/** What journalctl itself says between entries: `-- Boot 1234 --`, `-- Journal begins at … --`, `-- No entries --`, catalog texts of `-x`. */
import type { Envelope, Opened } from '../format.ts';
import { timed } from './opened.ts';

export const journalHeader: Envelope = { name: 'journal-header', open };

const SAID = /^-- (?:(?:Boot|Logs begin|Journal begins|No entries|Reboot|cursor:).*|.* --|[A-Z][\w-]*:.*)$/s;

function open(line: string): Opened | undefined {
  if (!line.startsWith('-- ') && !line.startsWith('░░')) return undefined;
  if (line.length > 1000 || !(line.startsWith('░░') || SAID.test(line))) return undefined;
  return { ...timed('journal-header', line, undefined), component: 'journal' };
}
