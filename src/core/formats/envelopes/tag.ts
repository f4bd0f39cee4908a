/** The head that syslog and journalctl's text modes share: `host identifier[pid]: message`. */

export interface Tag {
  readonly host: string | undefined;
  readonly identifier: string;
  /** Text from the host to the colon: tells writers apart. */
  readonly writer: string;
  readonly hasPid: boolean;
  /** Where the message starts. */
  readonly end: number;
}

const SPACE = 32;
const COLON = 58;
/** Tags are short; a colon further away belongs to the message. */
const LONGEST = 256;
/** Characters that no host name has and messages do. */
const NOT_HOST = /["'=(){}<>,;|]/;

/** Reads the tag at `at`; undefined when the text there does not look like one. Without a host (`--no-hostname`) `host` is undefined. */
export function tagAt(text: string, at: number): Tag | undefined {
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
  const end = Math.min(text.length, colon + 2);
  return { host, identifier, writer: text.slice(at, colon), hasPid: pidAt >= 0, end };
}

/** Where `[123]` before the colon starts; -1 without one. */
function pidStart(text: string, from: number, colon: number): number {
  if (text.charCodeAt(colon - 1) !== 93) return -1;
  let i = colon - 2;
  while (i > from && text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i--;
  return text.charCodeAt(i) === 91 && i < colon - 2 ? i : -1;
}
