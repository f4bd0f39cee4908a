/** Putting values of a log into shell commands. */

/** Characters that mean nothing to a POSIX shell, in no place of a word. */
const PLAIN = /^[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/** One word of a POSIX shell; in single quotes only where needed. */
export function shellQuote(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
