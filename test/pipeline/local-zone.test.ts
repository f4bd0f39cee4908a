/** The machine's time zone, as Intl names it. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const ASK = `
  import { localTimeZone } from './src/pipeline/local-zone.ts';
  console.log(localTimeZone(), new Intl.DateTimeFormat().resolvedOptions().timeZone);
`;

test.for([undefined, 'UTC', 'Etc/UTC', '', 'GMT', 'Europe/Berlin', ':Asia/Tokyo', 'CET-1CEST', 'nonsense'])(
  'TZ=%s',
  (zone) => {
    const { TZ: _, ...env } = process.env;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', ASK], {
      env: zone === undefined ? env : { ...env, TZ: zone },
      encoding: 'utf8',
    });
    const [own, intl] = stdout.trim().split(' ');
    expect([own, stderr]).toEqual([intl, '']);
    expect(own).not.toBe('');
  },
);
