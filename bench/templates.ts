/** Real lines of the fixtures as templates: their times, ids and durations are holes to fill anew. */
import { globSync, readFileSync } from 'node:fs';

/** One line as `journalctl` prints it, with a line end. */
export interface Template {
  readonly bytes: Uint8Array;
  readonly holes: readonly Hole[];
}

export interface Hole {
  readonly kind: HoleKind;
  readonly at: number;
  readonly length: number;
  /** The same text twice in a line gets the same new text twice. */
  readonly slot: number;
}

export type HoleKind = 'journal' | 'klog' | 'logrus' | 'hex' | 'suffix' | 'digits';

/** A payload of k3s: klog or logrus. */
const PAYLOAD = /^(?:[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} |time="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ" )/;
const ENVELOPE = 'Nov 21 11:27:24 node1 k3s[1337]: ';

const HOLES: readonly [HoleKind, RegExp][] = [
  ['journal', /^\w{3} \d\d \d\d:\d\d:\d\d/g],
  ['klog', /(?<=: [IWEF])\d{4} \d\d:\d\d:\d\d\.\d{6}(?= )/g],
  ['logrus', /(?<=: time=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=Z")/g],
  ['hex', /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b/g],
  ['suffix', /(?<=-[0-9a-f]{8,10}-)[bcdfghjklmnpqrstvwxz2456789]{5}\b/g],
  ['digits', /(?<=\d\.)\d+(?=m?s\b)/g],
];

export interface Templates {
  /** Lines of healthy systems that hold none of the literals. */
  readonly quiet: readonly Template[];
  /** Lines of broken systems that hold one. */
  readonly failing: readonly Template[];
}

export function readTemplates(literals: readonly string[]): Templates {
  const holds = (line: string): boolean => literals.some((literal) => line.includes(literal));
  return {
    quiet: payloads('fixtures/quiet/*{k3s,kubelet}*/input.log')
      .filter((line) => !holds(line))
      .map(template),
    failing: payloads('fixtures/failing/*/input.log').filter(holds).map(template),
  };
}

function payloads(pattern: string): string[] {
  return globSync(pattern)
    .sort()
    .flatMap((file) =>
      readFileSync(file, 'latin1')
        .split('\n')
        .filter((line) => PAYLOAD.test(line)),
    );
}

function template(payload: string): Template {
  const line = `${ENVELOPE}${payload}\n`;
  const slots: string[] = [];
  const holes = HOLES.flatMap(([kind, regex]) =>
    [...line.matchAll(regex)].map((found) => {
      if (!slots.includes(found[0])) slots.push(found[0]);
      return { kind, at: found.index, length: found[0].length, slot: slots.indexOf(found[0]) };
    }),
  );
  return { bytes: Buffer.from(line, 'latin1'), holes };
}
