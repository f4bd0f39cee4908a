import { expect, test } from 'vitest';
import type { FlagValues } from '../../src/cli/flags.ts';
import { scanChoices } from '../../src/cli/options.ts';
import { ProblemError } from '../../src/core/errors.ts';

const NOW = Date.parse('2026-11-21T13:00:00Z');

function problemsOf(flags: FlagValues): string[] {
  try {
    scanChoices(flags, NOW);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(
      ({ code, message, fix }) => `${code} ${message} (${fix === undefined ? 'no fix' : 'fix'})`,
    );
  }
}

test('typed becomes meant', () => {
  expect(
    scanChoices(
      { timezone: 'Europe/Berlin', since: '2026-11-21 13:00', until: 'now', host: 'n1', format: 'klog' },
      NOW,
    ),
  ).toEqual({
    timeZone: 'Europe/Berlin',
    scanner: true,
    coverage: false,
    globs: [],
    hidden: false,
    host: 'n1',
    format: 'klog',
    since: Date.parse('2026-11-21T12:00:00Z'),
    until: NOW,
  });
});

test('all mistakes are said at once, each with its fix', () => {
  const flags: FlagValues = {
    timezone: 'Mars',
    since: 'soon',
    until: 'later',
    format: 'morse',
    stream: true,
  };
  expect(problemsOf(flags)).toEqual([
    "USAGE --timezone 'Mars' is no time zone (fix)",
    expect.stringMatching(/^FORMAT_UNKNOWN .*morse.* \(fix\)$/),
    'USAGE --stream goes with -o ndjson on standard output only (fix)',
    "USAGE --since 'soon' is no time (fix)",
    "USAGE --until 'later' is no time (fix)",
  ]);
  expect(problemsOf({ since: '1h', until: '2h' })).toEqual(['USAGE --since is later than --until (fix)']);
});
