/** What helps when the system refuses a file. */

/** Files of the systemd journal. */
const JOURNAL = /\.journal~?$/;

/** undefined: it is not about permission. */
export function refusalFix(file: string, error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EACCES' && code !== 'EPERM') return undefined;
  return JOURNAL.test(file)
    ? 'run with sudo, or as a member of the group systemd-journal'
    : 'run with sudo, or as a user who may read it';
}
