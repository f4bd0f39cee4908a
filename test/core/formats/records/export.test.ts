import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExportFramer } from '../../../../src/core/formats/records/export.ts';
import type { RecordLine } from '../../../../src/core/formats/records.ts';

const encoder = new TextEncoder();

function binary(name: string, value: Uint8Array, size = value.length): number[] {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(size), true);
  return [...encoder.encode(`${name}\n`), ...length, ...value, 10];
}

function frame(bytes: Uint8Array, sizes: readonly number[] = []) {
  const framer = createExportFramer('x.export');
  const records: RecordLine[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes.length === 0 ? bytes.length : sizes[i % sizes.length]!;
    records.push(...framer.push(bytes.subarray(at, at + size)));
    at += size;
  }
  records.push(...framer.end());
  return { records, problems: framer.problems, lines: framer.lines };
}

const head = '__CURSOR=s=1;i=1\n__REALTIME_TIMESTAMP=1795257560000000\n_HOSTNAME=node1\n';
const message =
  'E0408 15:34:25.194226    3969 kubelet_node_status.go:383] Error updating node status, will retry: error getting node "node02": Unauthorized';

const several = Uint8Array.from([
  ...encoder.encode(`${head}MESSAGE=${message}\n\n${head}`),
  ...binary('MESSAGE', encoder.encode(`${message}\n\tsecond=line\n\nlast`)),
  ...encoder.encode('_SELINUX=a\n_SELINUX=b\n\n\n'),
  ...binary('MESSAGE', Uint8Array.of(0xff, 0x41, 0x0a)),
  ...encoder.encode(`\n\n\n\n${head}MESSAGE=end\n`),
]);

describe('journal export format', () => {
  it('gives an entry a line of JSON, with its place', () => {
    const { records, problems, lines } = frame(several);
    const entries = records.map((record) => JSON.parse(record.text) as Record<string, unknown>);
    expect(entries.map((entry) => entry['MESSAGE'])).toEqual([
      message,
      `${message}\n\tsecond=line\n\nlast`,
      '\uFFFDA\n',
      'end',
    ]);
    expect(entries[0]).toMatchObject({ __REALTIME_TIMESTAMP: '1795257560000000', _HOSTNAME: 'node1' });
    expect(entries[1]!['_SELINUX']).toEqual(['a', 'b']);
    expect(problems).toEqual([]);
    expect(lines).toBe(several.filter((byte) => byte === 10).length);
    for (const { line, offset } of records) {
      expect(several.subarray(0, offset).filter((byte) => byte === 10).length).toBe(line - 1);
    }
    expect(records[1]!.offset).toBe(encoder.encode(`${head}MESSAGE=${message}\n\n`).length);
  });

  it('gives the same whatever the pieces', () => {
    const whole = frame(several);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (sizes) => {
        expect(frame(several, sizes)).toEqual(whole);
      }),
    );
  });

  it('survives a cut at every byte and keeps what came before', () => {
    const all = frame(several).records;
    for (let cut = 0; cut < several.length; cut++) {
      const { records, problems } = frame(several.subarray(0, cut));
      expect(records.slice(0, -1)).toEqual(all.slice(0, Math.max(0, records.length - 1)));
      for (const record of records) JSON.parse(record.text);
      for (const problem of problems) expect(problem.code).toBe('INPUT_LINE_CUT');
    }
  });

  it('leaves out what is too large, says so, and goes on', () => {
    const big = new Uint8Array(5 << 20).fill(65);
    const bytes = Uint8Array.from([
      ...encoder.encode(head),
      ...encoder.encode('COREDUMP\n\0\0\x50\0\0\0\0\0'),
    ]);
    const input = new Uint8Array(bytes.length + big.length + 1 + 200);
    input.set(bytes);
    input.set(big, bytes.length);
    const tail = encoder.encode('\nMESSAGE=small\n\nMESSAGE=next\n\n');
    input.set(tail, bytes.length + big.length);
    const { records, problems } = frame(input.subarray(0, bytes.length + big.length + tail.length), [4096]);
    expect(records.map((r) => (JSON.parse(r.text) as Record<string, string>)['MESSAGE'])).toEqual([
      'small',
      'next',
    ]);
    expect(problems.map((p) => p.code)).toEqual(['INPUT_LINE_CUT']);
    const line = new Uint8Array((9 << 20) + 40).fill(65);
    line.set(encoder.encode('\nMESSAGE=after\n\n'), 9 << 20);
    line.set(encoder.encode('MESSAGE='));
    expect(frame(line.subarray(0, (9 << 20) + 16), [65536]).records).toHaveLength(1);
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (noise, size) => {
        const { records } = frame(noise, [size]);
        for (const record of records) expect(JSON.parse(record.text)).toBeTypeOf('object');
      }),
    );
  });

  it('takes a line of 4 MiB in single bytes in linear time', () => {
    const framer = createExportFramer();
    const byte = Uint8Array.of(65);
    const started = performance.now();
    for (let i = 0; i < 1_000_000; i++) framer.push(byte);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
