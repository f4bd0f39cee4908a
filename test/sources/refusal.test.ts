import { expect, test } from 'vitest';
import { refusalFix } from '../../src/sources/refusal.ts';

test.each([
  ['/var/log/journal/0123/system.journal', 'EACCES', /group systemd-journal/],
  ['/var/log/journal/0123/user-1000@00.journal~', 'EPERM', /group systemd-journal/],
  ['/var/log/syslog', 'EACCES', /sudo, or as a user who may read it/],
])('%s, %s', (file, code, said) => {
  expect(refusalFix(file, Object.assign(new Error('no'), { code }))).toMatch(said);
});

test('other errors are not about permission', () => {
  expect(refusalFix('a.log', Object.assign(new Error('no'), { code: 'EISDIR' }))).toBeUndefined();
});
