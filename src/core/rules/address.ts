/** Recognises IP addresses as log lines write them: no port, no brackets, no zone. */

/** Is `text` a dotted IPv4 address? */
export function isIPv4(text: string): boolean {
  const octets = text.split('.', 5);
  return octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
}

/** Is `text` an IPv6 address (RFC 4291 §2.2), the last 32 bits possibly dotted? */
export function isIPv6(text: string): boolean {
  if (text.length > 45 || !text.includes(':')) return false;
  const halves = text.split('::', 3);
  if (halves.length > 2) return false;
  const tail = halves.at(-1) ?? '';
  const groups = groupCount(halves.length === 2 ? (halves[0] ?? '') : '', false) + groupCount(tail, true);
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

/** Number of 16-bit groups in a run of them; NaN when something else is there. */
function groupCount(run: string, mayEndDotted: boolean): number {
  if (run === '') return 0;
  const groups = run.split(':');
  const dotted = mayEndDotted && isIPv4(groups.at(-1) ?? '');
  if (dotted) groups.pop();
  return groups.every((group) => /^[\da-fA-F]{1,4}$/.test(group)) ? groups.length + (dotted ? 2 : 0) : Number.NaN;
}
