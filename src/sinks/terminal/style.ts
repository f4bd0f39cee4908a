/** How text looks on this terminal: colours or none, width, characters, zone of times. */
import { rfc3339 } from '../../core/text/amounts.ts';
import { visible } from '../../core/text/visible.ts';
import { ZoneClock } from '../../core/formats/time/zone.ts';
import type { Severity } from '../../core/rules/rule.ts';
import { wrapParts } from './wrap.ts';

export interface Look {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** False: the program's own signs are plain ASCII. */
  readonly unicode: boolean;
  /** Zone in which times are shown; default UTC. */
  readonly timeZone?: string;
}

export type Ink = 'strong' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta';

const CODES: Readonly<Record<Ink, readonly [on: number, off: number]>> = {
  strong: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  cyan: [36, 39],
  magenta: [35, 39],
};

export const SEVERITY_INK: Readonly<Record<Severity, Ink>> = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

const SIGNS = {
  cross: ['✖', 'x'],
  warning: ['▲', '!'],
  bullet: ['•', '*'],
  check: ['✔', 'ok'],
  arrow: ['▸', '>'],
  dot: ['·', '|'],
  dash: ['–', '-'],
  times: ['×', 'x'],
  long: ['—', '--'],
} as const;

export type Sign = keyof typeof SIGNS;

export class Style {
  readonly width: number;
  readonly zone: string;
  private readonly look: Look;
  private readonly clock: ZoneClock | undefined;

  constructor(look: Look) {
    this.look = look;
    this.width = look.width;
    this.zone = look.timeZone ?? 'UTC';
    this.clock = this.zone === 'UTC' ? undefined : new ZoneClock(this.zone);
  }

  /** `text` must be safe already. */
  paint(ink: Ink, text: string): string {
    if (!this.look.color || text === '') return text;
    const [on, off] = CODES[ink];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  }

  get isUnicode(): boolean {
    return this.look.unicode;
  }

  sign(name: Sign): string {
    return SIGNS[name][this.look.unicode ? 0 : 1];
  }

  /** ` · ` between the parts that are there; lines of at most `width` columns. */
  joined(parts: readonly string[], width: number): string[] {
    return wrapParts(parts, ` ${this.sign('dot')} `, width);
  }

  /** `2020-03-05` and `17:22:36` of the wall clock. */
  moment(ms: number): { readonly day: string; readonly time: string } {
    const text = rfc3339(ms + (this.clock?.offsetAt(ms) ?? 0));
    return { day: text.slice(0, 10), time: text.slice(11, 19) };
  }

  /** `2020-03-05 17:22:36 – 17:30:01 UTC`. */
  span(first: number | undefined, last: number | undefined): string {
    if (first === undefined) return '';
    const from = this.moment(first);
    const to = this.moment(last ?? first);
    const end = to.day === from.day ? to.time : `${to.day} ${to.time}`;
    const start = `${from.day} ${from.time}`;
    const same = start.endsWith(end);
    return `${same ? start : `${start} ${this.sign('dash')} ${end}`} ${this.zone}`;
  }
}

const TYPOGRAPHY: Readonly<Record<string, string>> = {
  '…': '~',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '‹': '<',
  '›': '>',
};

/** Typographic characters of sentences, column by column in ASCII. */
export function inAscii(text: string): string {
  return text.replace(/[…–—‘’“”‹›]/g, (character) => TYPOGRAPHY[character]!);
}

/** Log text on one line, nothing in it that a terminal would act on. */
export function oneLine(text: string): string {
  return visible(text.replace(/[\t ]*\r?\n\s*/g, ' ').replaceAll('\t', ' '));
}

/** `12,345`; without Intl, which takes longer to load than a short scan. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `12,345 lines`, `1 line`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}
