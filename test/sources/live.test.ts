import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { liveLines } from '../../src/sources/live.ts';

async function collect(stream: PassThrough): Promise<Buffer[]> {
  const lines: Buffer[] = [];
  for await (const line of liveLines(stream)) lines.push(Buffer.from(line));
  return lines;
}

test('whole lines with their ends, bytes unchanged, however they come', async () => {
  const bytes = Buffer.concat([
    Buffer.from('first\nzwölf\r\n'),
    Buffer.from([0xff, 0x00, 0xc3, 10]),
    Buffer.from('\nlast without end'),
  ]);
  for (const size of [1, 3, 1000]) {
    const stream = new PassThrough();
    const lines = collect(stream);
    for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
    stream.end();
    expect(Buffer.concat(await lines)).toEqual(Buffer.concat([bytes, Buffer.from('\n')]));
    expect((await lines).map((line) => line.includes(10))).toEqual([true, true, true, true, true]);
  }
});

test('a line is given when it is complete, not before', async () => {
  const stream = new PassThrough();
  const lines = liveLines(stream);
  stream.write('one\ntw');
  expect((await lines.next()).value).toEqual(Buffer.from('one\n'));
  stream.write('o\n');
  expect((await lines.next()).value).toEqual(Buffer.from('two\n'));
  stream.destroy();
});
