/** The time zone of a bundle's nodes, unpacked and packed in every way, whatever comes first in the archive. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadRules, scan } from '../../src/pipeline/index.ts';
import type { ScanOptions } from '../../src/pipeline/index.ts';
import { folder } from '../sources/archive/reading.ts';
import { tar } from '../sources/archive/made.ts';

const rules = await loadRules();
const SYSLOG = `Nov 21 10:00:00 node7 kernel: Out of memory: Killed process 12345 (k3s-server) total-vm:1234kB, anon-rss:1000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:100kB oom_score_adj:0\n`;
/** When archive members made here were written. */
const MADE = Number.parseInt('14700000000', 8) * 1000;
const COLLECTOR = 'node7-2026-11-21_10_10_10';
const SOS = 'sosreport-node7-2026-11-21-abcdefg';

type Files = readonly (readonly [string, string])[];

function unpacked(files: Files): string {
  const root = folder();
  for (const [name, text] of files) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    utimesSync(path, MADE / 1000, MADE / 1000);
  }
  return root;
}

function packed(files: Files, name: string, pack: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  const path = join(folder(), name);
  writeFileSync(path, pack(tar(...files.map(([path, data]) => ({ path, data })))));
  return path;
}

/** Hour of the first line, UTC; and what is said of the zone. */
async function read(path: string, options: Partial<ScanOptions> = {}) {
  const { incidents, summary } = await scan({ paths: [path], rules, jobs: 1, ...options });
  expect(summary.problems).toEqual([]);
  const { first } = incidents.find(({ rule }) => rule.id === 'kernel/component-out-of-memory')!;
  const said = summary.blindSpots.filter(({ code }) => code === 'zone-assumed');
  return { hour: new Date(first!).getUTCHours(), said: said.map(({ text }) => text) };
}

const told = (zone: string): Files => [
  [`${COLLECTOR}/systeminfo/date`, `Sat Nov 21 10:10:10 ${zone} 2026\n`],
  [`${COLLECTOR}/systemlogs/syslog`, SYSLOG],
];

describe('a line without a zone', () => {
  it.each([
    ['in a folder', unpacked(told('JST'))],
    ['in a tar', packed(told('JST'), 'a.tar')],
    ['in a tar.gz whose zone comes last', packed(told('JST').toReversed(), 'a.tar.gz', gzipSync)],
    [
      'in an archive within an archive',
      packed(
        [[`all/${COLLECTOR}.tar`, readFileSync(packed(told('JST').toReversed(), 'x.tar'), 'latin1')]],
        'all.tar',
      ),
    ],
    ['named alone', join(unpacked(told('JST')), COLLECTOR, 'systemlogs/syslog')],
  ])('%s is read by the clock of its node', async (_, path) => {
    expect(await read(path)).toEqual({ hour: 1, said: [] });
  });

  it('is read by the clock that the user names', async () => {
    expect(await read(packed(told('JST'), 'a.tar'), { timeZone: '+02:00' })).toEqual({ hour: 8, said: [] });
  });

  it('each by that of its own node', async () => {
    const [date, syslog] = told('JST') as [Files[number], Files[number]];
    const other = (text: string): string => text.replace(COLLECTOR, 'node8-2026-11-21_10_10_10');
    const files: Files = [
      [other(syslog[0]), syslog[1].replaceAll('node7', 'node8')],
      syslog,
      [other(date[0]), 'Sat Nov 21 10:10:10 CET 2026'],
      date,
    ];
    const { incidents } = await scan({ paths: [packed(files, 'two.tar')], rules, jobs: 1 });
    const hours = incidents.map(({ host, first }) => [host, new Date(first!).getUTCHours()]);
    expect(hours).toEqual([
      ['node7', 1],
      ['node8', 9],
    ]);
  });

  it('the zone with a name counts before the offset that date tells', async () => {
    const files: Files = [
      [`${SOS}/sos_commands/date/date`, 'Sat Nov 21 10:10:10 CET 2026'],
      [`${SOS}/sos_commands/systemd/timedatectl`, '       Time zone: Asia/Tokyo (JST, +0900)'],
      [`${SOS}/var/log/messages`, SYSLOG],
    ];
    expect(await Promise.all([unpacked(files), packed(files, 'sos.tar')].map((path) => read(path)))).toEqual([
      { hour: 1, said: [] },
      { hour: 1, said: [] },
    ]);
  });

  it('the link /etc/localtime tells it, though it leads nowhere', async () => {
    const root = unpacked([['nodes/node7/syslog', SYSLOG]]);
    mkdirSync(join(root, 'nodes/node7/etc'));
    symlinkSync('../usr/share/zoneinfo/Asia/Tokyo', join(root, 'nodes/node7/etc/localtime'));
    expect(await read(root)).toEqual({ hour: 1, said: [] });
  });

  it('what the lines tell themselves counts before the bundle', async () => {
    const twice = 'Nov 21 10:00:00 node7 k3s[1]: time="2026-11-21T04:00:00Z" level=info msg="Starting"\n';
    const files: Files = [told('JST')[0]!, [`${COLLECTOR}/journald/k3s`, twice + SYSLOG]];
    expect(await read(packed(files, 'a.tar'))).toEqual({ hour: 4, said: [] });
  });

  it('a bundle that does not tell it is said to be blind', async () => {
    const { said } = await read(packed([told('')[1]!], 'a.tar'));
    expect(said).toEqual([expect.stringContaining('their bundle does not tell it')]);
    expect((await read(packed([told('')[1]!], 'a.tar'), { timeZone: 'UTC' })).said).toEqual([]);
    expect((await read(unpacked([['syslog', SYSLOG]]))).said).toEqual([]);
  });

  it('the same in any piece of a large file', async () => {
    const big = unpacked([told('JST')[0]!, [`${COLLECTOR}/systemlogs/syslog`, SYSLOG.repeat(400)]]);
    expect(await read(big, { jobs: 2, tuning: { pieceBytes: 20_000 } })).toEqual({ hour: 1, said: [] });
  });
});

it('a bundle that comes through a pipe is read once, and that is said', () => {
  const input = readFileSync(packed(told('JST'), 'a.tar'));
  const env = { ...process.env, TZ: 'UTC' };
  const { stdout } = spawnSync(process.execPath, ['src/cli/main.ts', 'scan', '-', '-o', 'json'], {
    input,
    env,
  });
  const { summary } = JSON.parse(stdout.toString()) as {
    summary: { blindSpots: { code: string; text: string }[] };
  };
  const spot = summary.blindSpots.find(({ code }) => code === 'zone-assumed');
  expect(spot?.text).toContain('a bundle in a pipe is read only once');
});
