/** Names of members: for people only, nothing is ever opened or written by them. */

import { shellQuote } from '../../core/text/shell.ts';

/** Longer ones are cut in the middle; Linux allows 4,096 bytes for a path. */
const MAX_NAME = 1024;

/**
 * `archive!member`. Absolute paths and `..` stay as they are: they lead nowhere here. Control characters are made visible where a
 * name is shown, as in all text of a log.
 */
export function memberName(archive: string, path: string): string {
  return `${archive}!${memberPath(path)}`;
}

/** The member's part of its name. */
export function memberPath(path: string): string {
  return shortened(path.startsWith('./') ? path.slice(2) : path);
}

/** The command with the file in the place of `{}`: ready to paste where the file is one. */
export function runOn(command: string, file: string): string {
  const inner = file.slice(file.lastIndexOf('!') + 1);
  const line = command.replace('{}', () => shellQuote(inner === '-' ? 'FILE' : inner));
  if (inner === '-') return `save it as a file, then ${line}`;
  return inner === file ? line : `unpack it first, then ${line}`;
}

function shortened(path: string): string {
  if (path.length <= MAX_NAME) return path;
  const half = MAX_NAME / 2;
  return `${path.slice(0, half)}…${path.slice(-half)}`.toWellFormed();
}

/** Tells members of the same name apart: the second is `name#2`. */
export class NamesSeen {
  /** By a hash, so that a million long names stay small. Two names with one hash only get a number that they don't need. */
  private readonly counts = new Map<number, number>();

  of(name: string): string {
    const hash = hashOf(name);
    const count = (this.counts.get(hash) ?? 0) + 1;
    this.counts.set(hash, count);
    return count === 1 ? name : `${name}#${count}`;
  }
}

/** FNV-1a twice, 52 bits. */
function hashOf(text: string): number {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('latin1');

/** UTF-8, else byte by byte. */
export function decodedName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}
