/** Makes a real journal file with systemd-journal-remote and reads it back with the real journalctl. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECORDS } from './lines.ts';
import type { JournalRecord } from './lines.ts';

/** 2026-11-21T10:39:56Z in µs. */
export const FIRST = 1_795_257_596_000_000;
export const HOST = 'node1';
const REMOTE = ['/lib/systemd/systemd-journal-remote', '/usr/lib/systemd/systemd-journal-remote'];
const BOOTS = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'];

/** Every mode that a person can pipe; JSON modes need --all for messages past 4 KiB. */
export const MODES: readonly string[] = [
  'short',
  'short-full',
  'short-iso',
  'short-iso-precise',
  'short-precise',
  'short-monotonic',
  'short-unix',
  'with-unit',
  'verbose',
  'cat',
  'json',
  'json-pretty',
  'json-seq',
  'json-sse',
  'export',
];

/** What is not installed; undefined: all there. */
export function missingTools(): string | undefined {
  const missing: string[] = [];
  if (spawnSync('journalctl', ['--version']).status !== 0) missing.push('journalctl (package systemd)');
  if (!REMOTE.some((path) => existsSync(path))) missing.push('systemd-journal-remote (package of that name)');
  if (!existsSync('/usr/share/i18n/locales/zh_CN')) missing.push('other languages (package locales)');
  return missing.length === 0 ? undefined : missing.join(' and ');
}

/** A journal file in a folder of its own; `read` gives what journalctl prints. */
export interface Journal {
  readonly file: string;
  read(mode: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Buffer;
  remove(): void;
}

export function makeJournal(records: readonly JournalRecord[] = RECORDS): Journal {
  const folder = mkdtempSync(join(tmpdir(), 'whynotready-journal-'));
  const file = join(folder, 'test.journal');
  const remote = REMOTE.find((path) => existsSync(path)) ?? '';
  run(remote, ['-o', file, '-'], { input: exportOf(records) });
  return {
    file,
    read: (mode, args = [], env = {}) => {
      const all = mode.startsWith('json') ? ['--all'] : [];
      const options = ['--file', file, '--no-pager', '-o', mode, ...all, ...args];
      return run('journalctl', options, { env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8', ...env } });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The journal of the test in every mode. */
export function journalInAllModes(): ReadonlyMap<string, Buffer> {
  const journal = makeJournal();
  try {
    return new Map(MODES.map((mode) => [mode, journal.read(mode)]));
  } finally {
    journal.remove();
  }
}

/** Records as journal export format: see systemd's JOURNAL_EXPORT_FORMATS. */
export function exportOf(records: readonly JournalRecord[]): Buffer {
  const parts: Buffer[] = [];
  let at = FIRST;
  let boot = 0;
  for (const record of records) {
    at += record.after;
    if (record.newBoot === true) boot++;
    const fields: [string, string | Uint8Array][] = [
      ['__REALTIME_TIMESTAMP', String(at)],
      ['__MONOTONIC_TIMESTAMP', String(at - FIRST + 5_000_000)],
      ['_BOOT_ID', BOOTS[boot]!],
      ['_HOSTNAME', HOST],
      ...Object.entries(record.fields),
      ...(record.repeated ?? []).map(([name, value]): [string, string] => [name, value]),
      ['MESSAGE', record.message],
    ];
    parts.push(...fields.map(([name, value]) => fieldOf(name, Buffer.from(value))), Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

function fieldOf(name: string, value: Buffer): Buffer {
  if (value.every((byte) => byte >= 32 && byte < 127))
    return Buffer.concat([Buffer.from(`${name}=`), value, Buffer.from('\n')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(value.length));
  return Buffer.concat([Buffer.from(`${name}\n`), length, value, Buffer.from('\n')]);
}

function run(
  command: string,
  args: readonly string[],
  options: { input?: Buffer; env?: NodeJS.ProcessEnv },
): Buffer {
  const done = spawnSync(command, args, { ...options, maxBuffer: 1 << 28 });
  if (done.status !== 0)
    throw new Error(`${command} failed: ${done.error?.message ?? done.stderr.toString()}`);
  return done.stdout;
}
