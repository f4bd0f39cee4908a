/**
 * What a line tells of the machine's boot beside its wall-clock time: journald's monotonic timestamps, the kernel's seconds since the
 * boot. Both run on while the wall clock is set, so that the two apart show a step of it.
 */

/** Plain data. */
export interface BootClock {
  /** journald's id; undefined: not told. */
  readonly id: string | undefined;
  /** ms since the epoch by this line's wall clock: when the machine booted. */
  readonly at: number;
  /** ms since the boot. */
  readonly uptime: number;
}

const REALTIME = /"__REALTIME_TIMESTAMP" *: *"(\d{1,17})"/;
const MONOTONIC = /"__MONOTONIC_TIMESTAMP" *: *"(\d{1,17})"/;
const BOOT_ID = /"_BOOT_ID" *: *"([0-9a-f]{32})"/;
const KERNEL = /\bkernel: \[ *(\d{1,9})\.(\d{3})\d*\] /;
/** Where the kernel's stamp stands in a line, at most. */
const KERNEL_HEAD = 256;

/** `time`: of the line, ms since the epoch. Undefined: the line tells nothing. */
export function bootClockOf(line: string, time: number): BootClock | undefined {
  if (line.startsWith('{')) return ofJournal(line);
  const kernel = KERNEL.exec(line.slice(0, KERNEL_HEAD));
  if (kernel === null) return undefined;
  const uptime = Number(kernel[1]) * 1000 + Number(kernel[2]);
  return { id: undefined, at: time - uptime, uptime };
}

function ofJournal(line: string): BootClock | undefined {
  const [real, monotonic] = [REALTIME, MONOTONIC].map((pattern) => pattern.exec(line)?.[1]);
  const id = BOOT_ID.exec(line)?.[1];
  if (real === undefined || monotonic === undefined || id === undefined) return undefined;
  const uptime = Math.floor(Number(monotonic) / 1000);
  return { id, at: Math.floor(Number(real) / 1000) - uptime, uptime };
}
