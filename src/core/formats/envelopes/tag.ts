/** The head that syslog and journalctl's text modes share: `host identifier[pid]: message`. */

import { componentOf } from '../components.ts';

export interface Tag {
  readonly host: string | undefined;
  readonly identifier: string;
  readonly component: string | undefined;
  /** Text from the host to the colon: tells writers apart. */
  readonly writer: string;
  readonly hasPid: boolean;
  /** Where the message starts, counted from the tag's start. */
  readonly length: number;
}

const SPACE = 32;
const COLON = 58;
/** Tags are short; a colon further away belongs to the message. */
const LONGEST = 256;
/** Characters that no host name has and messages do. */
const NOT_HOST = /["'=(){}<>,;|]/;

/** The last tag and its text up to the message: neighbouring lines mostly share it, and the same text is the same tag. */
let lastText = '';
let lastTag: Tag | undefined;

/** Reads the tag at `at`; undefined when the text there does not look like one. Without a host (`--no-hostname`) `host` is undefined. */
export function tagAt(text: string, at: number): Tag | undefined {
  if (lastTag !== undefined && text.startsWith(lastText, at)) return lastTag;
  const tag = readTag(text, at);
  if (tag !== undefined && at + tag.length < text.length) {
    lastTag = tag;
    lastText = text.slice(at, at + tag.length);
  }
  return tag;
}

function readTag(text: string, at: number): Tag | undefined {
  let i = at;
  let space = -1;
  const stop = Math.min(text.length, at + LONGEST);
  for (; i < stop; i++) {
    const code = text.charCodeAt(i);
    if (code === SPACE) {
      if (space >= 0 || i === at) return spacedTag(text, at, space);
      space = i;
    } else if (code === COLON && (i + 1 === text.length || text.charCodeAt(i + 1) === SPACE)) {
      return i === at || i === space + 1 ? undefined : tagOf(text, at, space, i);
    }
  }
  return undefined;
}

/** Identifiers with spaces inside are told from messages by their process id. */
function spacedTag(text: string, at: number, space: number): Tag | undefined {
  if (space < 0) return undefined;
  const end = text.slice(space, at + LONGEST).indexOf(']: ');
  if (end < 0) return undefined;
  const tag = tagOf(text, at, space, space + end + 1);
  return tag?.hasPid === true && !NOT_HOST.test(tag.identifier) && !tag.identifier.includes(': ')
    ? tag
    : undefined;
}

function tagOf(text: string, at: number, space: number, colon: number): Tag | undefined {
  const host = space < 0 ? undefined : text.slice(at, space);
  const from = space < 0 ? at : space + 1;
  const pidAt = pidStart(text, from, colon);
  const identifier = text.slice(from, pidAt < 0 ? colon : pidAt);
  if (identifier === '' || (host !== undefined && NOT_HOST.test(host))) return undefined;
  const length = Math.min(text.length, colon + 2) - at;
  const writer = text.slice(at, colon);
  return { host, identifier, component: componentOf(identifier), writer, hasPid: pidAt >= 0, length };
}

/** Where `[123]` before the colon starts; -1 without one. */
function pidStart(text: string, from: number, colon: number): number {
  if (text.charCodeAt(colon - 1) !== 93) return -1;
  let i = colon - 2;
  while (i > from && text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i--;
  return text.charCodeAt(i) === 91 && i < colon - 2 ? i : -1;
}
