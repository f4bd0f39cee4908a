/** The bench's logs as other programs package the same lines: container log files (CRI, docker) and `journalctl -o json`. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { madeOf } from './inputs.ts';

export const PACKAGINGS = ['short', 'cri', 'docker', 'json'] as const;
export type Packaging = (typeof PACKAGINGS)[number];

const BLOCK = 4 << 20;
/** `Nov 14 00:00:05 node1 k3s[1337]: ` */
const HEAD = /^(\w{3}) (\d\d) (\d\d:\d\d:\d\d) (\S+) (\w+)\[(\d+)\]: /;
const BOOT = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';

type Wrap = (message: string, ms: number, number: number) => string;

const WRAPS: Readonly<Record<Exclude<Packaging, 'short'>, Wrap>> = {
  cri: (message, ms, number) => `${stamp(ms, number)} stderr F ${message}`,
  docker: (message, ms, number) =>
    JSON.stringify({ log: `${message}\n`, stream: 'stderr', time: stamp(ms, number) }),
  json: (message, ms, number) => JSON.stringify({ ...record(ms, number), MESSAGE: message }),
};

/** `log.cri`, `log.json` … beside the log, made by bench/generate.ts. */
export function packaged(log: string, packaging: Packaging): string {
  if (packaging === 'short') return log;
  return madeOf(log, `${log}.${packaging}`, (path) => wrap(log, path, WRAPS[packaging]));
}

function wrap(log: string, path: string, wrapLine: Wrap): void {
  const [from, to] = [openSync(log, 'r'), openSync(path, 'w')];
  const block = Buffer.alloc(BLOCK);
  let rest = '';
  let number = 0;
  for (let count = readSync(from, block); count > 0; count = readSync(from, block)) {
    const lines = (rest + block.toString('latin1', 0, count)).split('\n');
    rest = lines.pop()!;
    writeSync(to, lines.map((line) => `${wrapped(line, number++, wrapLine)}\n`).join(''), null, 'latin1');
  }
  closeSync(from);
  closeSync(to);
}

function wrapped(line: string, number: number, wrapLine: Wrap): string {
  const [head, month, day, clock] = HEAD.exec(line)!;
  return wrapLine(line.slice(head.length), Date.parse(`${day} ${month} 2026 ${clock} UTC`), number);
}

/** RFC 3339 with nanoseconds, as containerd writes it. */
function stamp(ms: number, number: number): string {
  const nanos = String((number * 40_000_123) % 1e9).padStart(9, '0');
  return `${new Date(ms).toISOString().slice(0, 19)}.${nanos}Z`;
}

function record(ms: number, number: number): Record<string, string> {
  const micros = String(ms * 1000 + ((number * 40_123) % 1e6));
  const [sequence, monotonic] = [number.toString(16), String(number * 40_000)];
  return {
    __CURSOR: `s=6f8e2a;i=${sequence};b=${BOOT};m=${Number(monotonic).toString(16)};t=${Number(micros).toString(16)};x=${((number * 2654435761) >>> 0).toString(16)}`,
    __REALTIME_TIMESTAMP: micros,
    __MONOTONIC_TIMESTAMP: monotonic,
    _BOOT_ID: BOOT,
    _TRANSPORT: 'stdout',
    PRIORITY: '6',
    SYSLOG_FACILITY: '3',
    SYSLOG_IDENTIFIER: 'k3s',
    _UID: '0',
    _GID: '0',
    _PID: '1337',
    _COMM: 'k3s-server',
    _EXE: '/usr/local/bin/k3s',
    _CMDLINE: '/usr/local/bin/k3s server',
    _SYSTEMD_CGROUP: '/system.slice/k3s.service',
    _SYSTEMD_UNIT: 'k3s.service',
    _SYSTEMD_SLICE: 'system.slice',
    _SYSTEMD_INVOCATION_ID: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    _STREAM_ID: '11223344556677889900aabbccddeeff',
    _MACHINE_ID: 'ffeeddccbbaa00998877665544332211',
    _HOSTNAME: 'node1',
  };
}
