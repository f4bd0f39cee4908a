import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/entry.ts';
import { contextOf } from '../../src/core/formats/context.ts';
import { createEntryParser } from '../../src/core/formats/parser.ts';
import { HOST, MODES, makeJournal, missingTools } from './journal.ts';
import type { Journal } from './journal.ts';
import { RECORDS } from './lines.ts';

/** 2026-11-21T14:00:00Z */
const MODIFIED = 1_795_269_600_000;
type Seen = Pick<Entry, 'time' | 'host' | 'unit' | 'component' | 'message'>;

/** What a mode itself loses, and why. Everything else must be as in `-o json`. */
interface Difference {
  readonly modes: readonly string[];
  readonly reason: string;
  readonly apply: (seen: Seen, index: number) => Seen;
}

const SECONDS = ['short', 'short-full', 'short-iso', 'with-unit'];
const TEXT = MODES.filter((mode) => mode.startsWith('short') || mode === 'with-unit');
const NO_UNIT = TEXT.filter((mode) => mode !== 'with-unit');
const UNPRINTABLE = RECORDS.map(({ message }) => typeof message !== 'string');
const COLOURED = RECORDS.map(({ message }) => typeof message === 'string' && message.includes('\u001b'));

const DIFFERENCES: readonly Difference[] = [
  {
    modes: SECONDS,
    reason: 'prints whole seconds',
    apply: (seen) => ({
      ...seen,
      time: seen.time === undefined ? undefined : Math.floor(seen.time / 1000) * 1000,
    }),
  },
  {
    modes: ['short-monotonic'],
    reason: 'prints no date: only the time that the message gives itself is known',
    apply: (seen, index) => ({
      ...seen,
      time: ownTime(UNPRINTABLE[index] === true ? sizeOf(index) : textOf(index)),
    }),
  },
  {
    modes: ['cat'],
    reason: 'prints no time: only the one that the message gives itself is known',
    apply: (seen, index) => ({ ...seen, time: ownTime(textOf(index)) }),
  },
  {
    modes: NO_UNIT,
    reason: 'prints the identifier, not the unit',
    apply: (seen, index) => ({ ...seen, unit: RECORDS[index]!.fields['SYSLOG_IDENTIFIER'] }),
  },
  {
    modes: ['cat'],
    reason: 'prints the message only',
    apply: (seen) => ({ ...seen, host: undefined, unit: undefined, component: undefined }),
  },
  {
    modes: [...TEXT, 'verbose'],
    reason: 'prints the size of a message that is no UTF-8, not the message',
    apply: (seen, index) => (UNPRINTABLE[index] === true ? { ...seen, message: sizeOf(index) } : seen),
  },
  {
    modes: ['verbose'],
    reason: 'prints the size of a message with control characters, too',
    apply: (seen, index) => (COLOURED[index] === true ? { ...seen, message: sizeOf(index) } : seen),
  },
];

function sizeOf(index: number): string {
  return `[${Buffer.from(RECORDS[index]!.message).length}B blob data]`;
}

function textOf(index: number): string {
  return Buffer.from(RECORDS[index]!.message).toString();
}

function ownTime(message: string): number | undefined {
  const time = createEntryParser(contextFor('')).timeOf(message.split('\n')[0]!);
  return time === undefined ? undefined : Math.floor(time);
}

function contextFor(head: Uint8Array | string): ReturnType<typeof contextOf> {
  return contextOf({ name: '-', modified: MODIFIED, head, timeZone: 'UTC' });
}

/** Entries of one mode's output, journalctl's own lines and empty ones left out. */
function entriesOf(output: Buffer): Entry[] {
  const parser = createEntryParser(contextFor(output));
  const lines = output.toString().replace(/\n$/, '').split('\n');
  const entries: Entry[] = [];
  for (let at = 0, end = 0; at < lines.length; at = end) {
    end = at + 1;
    while (end < lines.length && goesOn(at, end)) end++;
    entries.push(parser.parse(lines.slice(at, end)));
  }
  return entries.filter(({ message, component }) => message !== '' && component !== 'journal');

  function goesOn(at: number, end: number): boolean {
    const line = lines[end]!;
    return parser.mayContinue(line, () => lines[end - 1]) && parser.continues(lines.slice(at, end), line);
  }
}

function seen({ time, host, unit, component, message }: Entry): Seen {
  return { time: time === undefined ? undefined : Math.floor(time), host, unit, component, message };
}

const missing = missingTools();
if (missing !== undefined && process.env['CI'] === undefined) {
  process.stderr.write(
    `\n*** NOT TESTED: the real journalctl. Missing: ${missing}. Run scripts/setup-tests.sh as root. ***\n`,
  );
}

it('has the real journalctl in CI', () => {
  expect(process.env['CI'] === undefined ? undefined : missing).toBeUndefined();
});

describe.runIf(missing === undefined)('the real journalctl, in every mode', () => {
  let journal: Journal;
  let base: Seen[];
  beforeAll(() => {
    journal = makeJournal();
    base = entriesOf(journal.read('json')).map(seen);
  });
  afterAll(() => journal.remove());

  it('gives all records in json', () => {
    expect(base.length).toBe(RECORDS.length);
    expect(base.every(({ host }) => host === HOST)).toBe(true);
    expect(base.map(({ component }) => component)).toEqual(
      RECORDS.map(({ fields }) => fields['SYSLOG_IDENTIFIER']),
    );
    expect(base[4]!.message).toBe('Unhandled Error');
    expect(base[5]!.message).toContain('\ufffd\ufffd');
  });

  // `export` is turned into lines by the records code, which has tests of its own.
  it.each(MODES.filter((mode) => mode !== 'export'))('%s', (mode) => {
    const wanted = DIFFERENCES.filter(({ modes }) => modes.includes(mode)).reduce(
      (entries, { apply }) => entries.map(apply),
      base,
    );
    expect(entriesOf(journal.read(mode)).map(seen)).toEqual(wanted);
  });

  it.each(['json', 'short-iso-precise', 'verbose'])('newest first (-r) in %s', (mode) => {
    const forwards = entriesOf(journal.read(mode)).map(seen);
    expect(entriesOf(journal.read(mode, ['-r'])).map(seen)).toEqual(forwards.toReversed());
  });

  it('without the host (--no-hostname)', () => {
    const [first] = entriesOf(journal.read('short', ['--no-hostname']));
    expect(first).toMatchObject({ host: undefined, unit: 'systemd', message: base[0]!.message });
  });

  it('in other zones', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Pacific/Auckland']) {
      const times = entriesOf(journal.read('short-full', [], { TZ: zone })).map(({ time }) => time);
      expect(times).toEqual(base.map(({ time }) => Math.floor(time! / 1000) * 1000));
    }
  });

  it('says that there are no entries', () => {
    const output = journal.read('short', ['-u', 'nobody.service']).toString().trim();
    expect(output).toBe('-- No entries --');
    expect(createEntryParser(contextFor('')).parse([output]).component).toBe('journal');
  });
});

describe.runIf(missing === undefined)('the real journalctl in other languages', () => {
  let journal: Journal;
  let folder: string;
  beforeAll(() => {
    journal = makeJournal();
    folder = mkdtempSync(join(tmpdir(), 'whynotready-locale-'));
  });
  afterAll(() => {
    journal.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['zh_CN', 'ja_JP', 'fr_FR', 'pl_PL', 'ru_RU', 'pt_BR', 'de_DE'])('%s', (name) => {
    execFileSync('localedef', ['-i', name, '-f', 'UTF-8', join(folder, `${name}.UTF-8`)], {
      stdio: 'ignore',
    });
    const env = { LOCPATH: folder, LC_ALL: `${name}.UTF-8` };
    for (const mode of ['short', 'short-precise', 'short-full', 'verbose']) {
      const english = entriesOf(journal.read(mode));
      expect(entriesOf(journal.read(mode, [], env))).toEqual(english);
    }
    // Not the same bytes, or the locale was not there.
    expect(journal.read('short', [], env).equals(journal.read('short'))).toBe(name === 'de_DE');
  });
});
