import { describe, expect, it } from 'vitest';
import {
  parsePayload,
  payloadContinues,
  payloadMayContinue,
} from '../../../../src/core/formats/payloads/index.ts';
import * as samples from './samples.ts';

/** Entries of a text, decided line by line, the quick question asked first as the reader does. */
function entriesOf(text: string): string[] {
  const entries: string[][] = [];
  for (const line of text.split('\n')) {
    const last = entries.at(-1);
    if (last !== undefined && payloadMayContinue(line) && payloadContinues(last, line)) {
      last.push(line);
    } else entries.push([line]);
  }
  return entries.map((lines) => lines.join('\n'));
}

const next = samples.KLOG[1]!;

describe('payloads of several lines', () => {
  it('keeps a klog block together, empty lines and headers in it included', () => {
    expect(entriesOf(`${samples.KLOG_BLOCK}\n${next}`)).toEqual([samples.KLOG_BLOCK, next]);
    const block = `E0920 20:31:20.108318   55801 x.go:424] "m" err=<\n\t${next}\n\n\tmore\n > k="v"`;
    expect(entriesOf(`${block}\n${next}`)).toEqual([block, next]);
  });

  it('keeps a panic together with its goroutines', () => {
    for (const panic of samples.GO_PANIC) {
      expect(entriesOf(`${next}\n${panic}\n${next}`)).toEqual([next, panic, next]);
      expect(parsePayload(panic)).toMatchObject({ format: 'go-panic', level: 'fatal', message: panic });
    }
  });

  // https://github.com/kubernetes/kubernetes/issues/19666
  it('keeps the bare frames of a caught panic with the line that reports it', () => {
    const caught = `E0114 19:35:37.737240    2596 util.go:82] Recovered from panic: "invalid memory address or nil pointer dereference" (runtime error: invalid memory address or nil pointer dereference)
/go/src/k8s.io/kubernetes/_output/dockerized/go/src/k8s.io/kubernetes/pkg/util/util.go:76
/usr/src/go/src/runtime/asm_amd64.s:402`;
    expect(entriesOf(`${caught}\n${next}`)).toEqual([caught, next]);
  });

  it('does not join lines that only stand one after another', () => {
    expect(entriesOf(`${next}\n\n${next}\nmain.main()`)).toEqual([next, '', next, 'main.main()']);
  });

  it('tells entries apart in a log that is indented as a whole', () => {
    const indented = samples.KLOG.map((line) => `    ${line}`);
    expect(entriesOf(indented.join('\n'))).toEqual(indented);
  });

  it('gives an indented line to what it follows', () => {
    expect(entriesOf('Error: failed\n  --flag string   usage\nnext')).toEqual([
      'Error: failed\n  --flag string   usage',
      'next',
    ]);
  });
});
