/** Which log a file is a part of, told by its name: rotated files, and the files of a container's restarts. */

const PACKED = /\.(?:gz|zst|xz|bz2|lz4)$/;
/** `.1`, `-20261121`, `.20261121-101500`, `-2026-11-21T10-15-00.000` */
const ROTATED =
  /^(.+?)(?:\.(\d{1,3})|[-.]\d{4}-?\d\d-?\d\d(?:[T_-]?\d\d[-:]?\d\d(?:[-:]?\d\d)?(?:\.\d+)?)?)$/;

/** `dir/k3s.log.2.gz` is number 2 of `dir/k3s.log`; `k3s-20261121.log` belongs to `k3s.log`. */
export function rotatedName(source: string): { log: string; number: number | undefined } {
  const plain = source.replace(PACKED, '');
  const [, ending = ''] = /(\.log)$/.exec(plain) ?? [];
  const rotated = ROTATED.exec(ending === '' ? plain : plain.slice(0, -ending.length));
  if (rotated === null) return { log: plain, number: undefined };
  const number = rotated[2] === undefined ? undefined : Number(rotated[2]);
  return { log: rotated[1]! + ending, number };
}

/** `pods/…/app/0.log` and `pods/…/app/1.log` are of one container. */
const RESTART = /(?:^|\/)\d+\.log$/;

/** The same for all files that continue one log. */
export function logOf(source: string): string {
  const { log } = rotatedName(source);
  return log.replace(RESTART, '/*.log');
}
