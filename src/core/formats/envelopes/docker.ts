/** Docker's json-file driver: `{"log":"message\n","stream":"stderr","time":"2022-05-07T08:24:37.495887119Z"}`. */
import type { Envelope, Opened } from '../format.ts';
import { stampOf } from '../payloads/stamps.ts';
import { looseString, parseObject, textOf } from './loose-json.ts';

export const docker: Envelope = { name: 'docker', open };

/** Docker cuts messages into pieces of 16 KiB; only the last piece ends in a line end. */
const PIECE = 16 << 10;
const MAX_UTF8 = 4;

function open(line: string): Opened | undefined {
  if (!line.startsWith('{') || !isDocker(line)) return undefined;
  const whole = parseObject(line);
  const read = (key: string): string | undefined =>
    whole === undefined ? looseString(line, key) : textOf(whole[key]);
  const log = read('log');
  if (log === undefined) return undefined;
  const ended = log.endsWith('\n');
  return {
    format: 'docker',
    payload: ended ? log.slice(0, log.endsWith('\r\n') ? -2 : -1) : log,
    time: stampOf(read('time')),
    host: undefined,
    unit: undefined,
    component: undefined,
    level: undefined,
    partial: !ended && log.length * MAX_UTF8 >= PIECE,
    writer: read('stream'),
  };
}

/** Docker writes `log` first; other writers (fluentd) may order keys otherwise. */
function isDocker(line: string): boolean {
  if (line.startsWith('{"log":"')) return true;
  return line.includes('"log":') && line.includes('"stream":"std');
}
