/** Journal fields are named in capitals, digits and underscores, 64 at most. */
export function isFieldName(name: string): boolean {
  if (name.length === 0 || name.length > 64) return false;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const fits = (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
    if (!fits) return false;
  }
  return true;
}

/** Fields of an entry that is all text; undefined when a line is no `NAME=value`. */
export function splitFields(block: string): { name: string; value: string }[] | undefined {
  const fields: { name: string; value: string }[] = [];
  for (let at = 0; at < block.length;) {
    const lineEnd = block.indexOf('\n', at);
    const end = lineEnd < 0 ? block.length : lineEnd;
    const equals = block.indexOf('=', at);
    const name = equals < 0 || equals > end ? '' : block.slice(at, equals);
    if (!isFieldName(name)) return undefined;
    fields.push({ name, value: block.slice(equals + 1, end) });
    at = end + 1;
  }
  return fields;
}
