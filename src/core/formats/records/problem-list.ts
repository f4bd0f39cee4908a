import type { ErrorCode, Problem } from '../../errors.ts';

/** A source in shreds could give a problem a line; more than these say nothing new. */
const MAX_PROBLEMS = 20;

/** Problems of one source, with their places. */
export class ProblemList {
  readonly all: Problem[] = [];
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  add(problem: { code: ErrorCode; message: string; line: number; column?: number; fix?: string }): void {
    if (this.all.length >= MAX_PROBLEMS) return;
    const { code, message, line, column, fix } = problem;
    const place = { file: this.file, line, ...(column === undefined ? {} : { column }) };
    this.all.push({ code, message, place, ...(fix === undefined ? {} : { fix }) });
  }
}
