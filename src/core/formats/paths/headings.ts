/**
 * Headings of logs that stand one behind the other in one file: `==> kubelet <==`, `==> etcd [2e7d95f1a2b0] <==` (minikube logs),
 * `==> /var/log/syslog <==` (tail of several files). minikube 1.5 to 1.17 put `* ` before each line.
 */
import type { EntryParser } from '../format.ts';
import { fromPath } from './told.ts';
import type { Told } from './told.ts';
import { componentIn } from './pods.ts';

const LONGEST = 512;
const HEADING = /^(\* )?==> (\S.{0,500}?) <==\s*$/;
const ANY = /^(?:\* )?==> \S.{0,500}? <==\s*$/m;

export interface Heading {
  readonly title: string;
  /** Each line below it begins with `* `. */
  readonly starred: boolean;
}

/** Does one stand in the first bytes of a source? */
export function hasHeadings(head: Uint8Array): boolean {
  return ANY.test(new TextDecoder('latin1').decode(head));
}

/** The first bytes of a source as they are read: without stars, where its headings have them. */
export function withoutStars(head: Uint8Array): Uint8Array | string {
  const text = new TextDecoder().decode(head);
  return /^\* ==> \S/m.test(text) ? text.replaceAll(STAR, '') : head;
}

/** Undefined: the line, without its end, is none. */
export function headingOf(line: string): Heading | undefined {
  const found = line.length <= LONGEST ? HEADING.exec(line) : null;
  return found === null ? undefined : { title: found[2]!, starred: found[1] !== undefined };
}

/** What it says of the lines below it. */
export function toldByHeading(title: string): Told {
  if (title.includes('/')) return fromPath(title);
  const name = title.replace(/ \[[0-9a-f]+\]$/, '');
  return { unit: name, component: componentIn(name.toLowerCase()) ?? (/\s/.test(name) ? undefined : name) };
}

/** Lines that can only be read without the star before each. */
export function starless(lines: readonly string[]): readonly string[] {
  return lines.map(bare);
}

/** Reads lines that begin with `* `, as if they did not. */
export function starredParser(parser: EntryParser): EntryParser {
  return {
    mayContinue: (line, previous) =>
      parser.mayContinue(bare(line), () => {
        const before = previous();
        return before === undefined ? undefined : bare(before);
      }),
    continues: (lines, line) => parser.continues(lines.map(bare), bare(line)),
    parse: (lines) => parser.parse(lines.map(bare)),
    partial: (line) => parser.partial(bare(line)),
    timeOf: (line) => parser.timeOf(bare(line)),
  };
}

const STAR = /^\*(?: |$)/gm;

function bare(line: string): string {
  return line.replace(STAR, '');
}
