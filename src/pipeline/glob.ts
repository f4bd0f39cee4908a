/** Globs on rule ids: `*` is any text (slashes, too), `?` one character. */
export function globMatcher(glob: string): (id: string) => boolean {
  const parts = glob.split(/(\*+|\?)/).map((part) => {
    if (part === '') return '';
    if (part === '?') return '.';
    return /^\*+$/.test(part) ? '.*' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  const pattern = new RegExp(`^${parts.join('')}$`);
  return (id) => pattern.test(id);
}
