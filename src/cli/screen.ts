/** What the place where output goes can show: colour, width, characters. */
import { ProblemError } from '../core/errors.ts';
import type { ColorChoice } from './flags.ts';

export interface Screen {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** False: plain ASCII only. */
  readonly unicode: boolean;
}

/** One of stdout and stderr. */
export interface Outlet {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const WITHOUT_TERMINAL = 100;
const NARROWEST = 40;
const WIDEST = 1000;

/** The flag counts before NO_COLOR (https://no-color.org), that before FORCE_COLOR, that before what the outlet is. */
export function usesColor(choice: ColorChoice | undefined, outlet: Outlet, env: Environment): boolean {
  if (choice === 'always' || choice === 'never') return choice === 'always';
  if ((env.NO_COLOR ?? '') !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return outlet.isTTY === true && env.TERM !== 'dumb';
}

/** `--width`, else the terminal's, else 100. Throws ProblemError for what is no width. */
export function widthOf(flag: string | undefined, outlet: Outlet): number {
  if (flag === undefined) return Math.max(NARROWEST, outlet.columns ?? WITHOUT_TERMINAL);
  const width = /^\d{1,4}$/.test(flag) ? Number(flag) : 0;
  if (width >= NARROWEST && width <= WIDEST) return width;
  throw new ProblemError([
    {
      code: 'USAGE',
      message: `--width '${flag}' is no number of columns`,
      fix: `a number from ${NARROWEST} to ${WIDEST}`,
    },
  ]);
}

/** By the locale's character set; on Windows every current terminal has Unicode. */
export function usesUnicode(env: Environment, platform: string): boolean {
  if (env.TERM === 'dumb') return false;
  if (platform === 'win32' || platform === 'darwin') return true;
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  return /utf-?8/i.test(locale ?? '');
}
