/** What went wrong in one archive: a line each, but a damaged archive of a million members gets a few and their number. */
import type { ErrorCode, Problem } from '../../core/errors.ts';
import { memberName } from './names.ts';

/** Lines of one code for one archive. */
const MAX_LINES = 10;

export interface Detail {
  /** Path of the member; without it the archive itself is meant. */
  readonly member?: string | undefined;
  readonly fix?: string | undefined;
}

export class Trouble {
  readonly archive: string;
  private readonly report: (problem: Problem) => void;
  private readonly counts = new Map<ErrorCode, number>();
  private readonly passed = { link: 0, device: 0 };

  /** Has a layer around the archive said already why its bytes end? */
  private readonly known: () => boolean;
  private said = false;

  constructor(archive: string, report: (problem: Problem) => void, known: () => boolean = () => false) {
    this.archive = archive;
    this.report = report;
    this.known = known;
  }

  /** It has been said that the bytes end too early: what is inside them ends, too. */
  get isCut(): boolean {
    return this.said || this.known();
  }

  /** The bytes end too early. */
  cut(message: string, member?: string): void {
    if (!this.isCut) this.add('ARCHIVE_CUT', message, { member });
    this.said = true;
  }

  add(code: ErrorCode, message: string, { member, fix }: Detail = {}): void {
    const file = member === undefined ? this.archive : memberName(this.archive, member);
    this.pass({ code, message, place: { file }, ...(fix === undefined ? {} : { fix }) });
  }

  /** Takes what went wrong with a member, or with what is inside it. */
  readonly pass = (problem: Problem): void => {
    const count = (this.counts.get(problem.code) ?? 0) + 1;
    this.counts.set(problem.code, count);
    if (count <= MAX_LINES) this.report(problem);
  };

  /** A member that is no file: nothing to read, but its target may be a log that is not in the archive. */
  passedOver(kind: 'link' | 'device'): void {
    this.passed[kind]++;
  }

  /** Says what was only counted so far. */
  end(): void {
    for (const [code, count] of this.counts) {
      if (count > MAX_LINES) this.say(code, `${count - MAX_LINES} more of this kind in this archive`);
    }
    const { link, device } = this.passed;
    const parts = [...some(link, 'link'), ...some(device, 'device or pipe', 'devices or pipes')];
    if (parts.length > 0) this.say('ARCHIVE_LINKS', `${parts.join(' and ')} not followed`, true);
  }

  private say(code: ErrorCode, message: string, warning = false): void {
    this.report({ code, message, place: { file: this.archive }, ...(warning ? { warning } : {}) });
  }
}

function some(count: number, one: string, many = `${one}s`): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
