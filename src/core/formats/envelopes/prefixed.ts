/** What tools put before each line: `[pod/name/container] text` (kubectl logs --prefix), `name  | text` (docker compose, nerdctl). */
import { componentOf } from '../components.ts';
import type { Envelope, Opened } from '../format.ts';
import { timed } from './opened.ts';

export const kubectlPrefix: Envelope = { name: 'kubectl-prefix', open: openPrefix };
export const compose: Envelope = { name: 'compose', open: openCompose };

const LONGEST = 600;
const LONGEST_NAME = 128;
const SPACE = 32;

function openPrefix(line: string): Opened | undefined {
  if (!line.startsWith('[pod/')) return undefined;
  const end = line.indexOf('] ');
  const slash = line.lastIndexOf('/', end);
  if (end < 0 || end > LONGEST || slash <= 4) return undefined;
  const writer = line.slice(5, end);
  const opened = timed('kubectl-prefix', line.slice(end + 2), undefined);
  return { ...opened, unit: writer, component: componentOf(line.slice(slash + 1, end)), writer };
}

/** Names of compose end in the number of the instance: `etcd-1`, `etcd_1`. */
function openCompose(line: string): Opened | undefined {
  let end = 0;
  while (end < LONGEST_NAME && isNameCode(line.charCodeAt(end))) end++;
  let bar = end;
  while (bar < 2 * LONGEST_NAME && line.charCodeAt(bar) === SPACE) bar++;
  if (end === 0 || bar === end || line.charCodeAt(bar) !== 124 || line.charCodeAt(bar + 1) !== SPACE)
    return undefined;
  const writer = line.slice(0, end);
  const opened = timed('compose', line.slice(bar + 2), undefined);
  return { ...opened, unit: writer, component: componentOf(writer.replace(/[-_]\d+$/, '')), writer };
}

function isNameCode(code: number): boolean {
  const letter = code | 32;
  return (
    (letter >= 97 && letter <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 95
  );
}
