/** Times as numbers inside of JSON lines. */

const NUMBER = /"time":(\d{16,19})\b|\/Date\((\d{10,13})\)/;
const CREATED = /"creationTimestamp":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"/;

/** Micro- or nanoseconds in `time`, milliseconds of Windows' `/Date(…)/`, the creation time of a Kubernetes object; ms since the epoch. */
export function jsonNumberTime(line: string): number | undefined {
  if (!line.startsWith('{')) return undefined;
  const [, digits, millis] = NUMBER.exec(line) ?? [];
  if (digits !== undefined) return Number(digits) / (digits.length > 16 ? 1e6 : 1e3);
  if (millis !== undefined) return Number(millis);
  const created = Date.parse(CREATED.exec(line)?.[1] ?? '');
  return Number.isNaN(created) ? undefined : created;
}
