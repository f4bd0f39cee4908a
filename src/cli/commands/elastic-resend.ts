/** `elastic resend FILE`: takes a dead-letter file up again. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { ProblemError } from '../../core/errors.ts';
import type { Problem } from '../../core/errors.ts';
import { readLetters } from '../../sinks/elasticsearch/dead-letters.ts';
import type { Operation } from '../../sinks/elasticsearch/request.ts';
import { deliver } from '../../sinks/elasticsearch/sink.ts';
import type { Context } from '../context.ts';
import { elasticHooks } from '../deliveries.ts';
import { elasticConfig } from '../elastic-options.ts';
import { EXIT } from '../exit-code.ts';
import type { FlagValues } from '../flags.ts';
import { softProblemLine } from '../messages.ts';

/**
 * 0: all delivered, the file is gone; 3: what is left replaces it. The file stays as it is until the end: sending twice is harmless,
 * losing is not.
 */
export async function elasticResendCommand(
  file: string,
  flags: FlagValues,
  context: Context,
): Promise<number> {
  const config = elasticConfig(flags, context.env);
  if (!existsSync(file))
    throw new ProblemError([
      { code: 'USAGE', message: `there is no file '${file}'`, fix: 'name a dead-letter file' },
    ]);
  const left = `${file}.left`;
  rmSync(left, { force: true });
  const problems: Problem[] = [];
  const hooks = { ...elasticHooks(context), writeLettersTo: left };
  const delivery = await deliver(operationsIn(file, problems), { ...config, deadLetters: file }, hooks);
  for (const problem of [...problems, ...delivery.problems]) context.stderr.write(softProblemLine(problem));
  if (!flags.quiet) for (const note of delivery.notes) context.stderr.write(`${note}\n`);
  // A file with lines of another kind stays as it is.
  if (problems.length > 0) rmSync(left, { force: true });
  else if (existsSync(left)) renameSync(left, file);
  else if (delivery.problems.length === 0) rmSync(file);
  return problems.length + delivery.problems.length === 0 ? EXIT.ok : EXIT.unread;
}

/** Told one by one. */
const MOST_TOLD = 10;

async function* operationsIn(file: string, problems: Problem[]): AsyncGenerator<Operation> {
  for await (const letter of readLetters(file)) {
    if ('operation' in letter) yield letter.operation;
    else if (problems.length < MOST_TOLD)
      problems.push({
        code: 'ELASTIC_FAILED',
        message: 'this line is no dead letter; the file is kept',
        place: { file, line: letter.line },
      });
  }
}
