import { expect, test } from 'vitest';
import { DELIVERIES } from '../../src/cli/deliveries.ts';
import { outputsOf, plainOutput } from '../../src/cli/outputs.ts';
import { sinkEntry, SINK_NAMES } from '../../src/sinks/index.ts';
import { problemsOf } from './problems.ts';

const wrong = (...output: string[]) => problemsOf(() => outputsOf({ output }));

test('without -o: the terminal', () => {
  expect(outputsOf({})).toEqual([{ sink: 'terminal', target: undefined }]);
});

test('each with its own place', () => {
  expect(outputsOf({ output: ['terminal', 'ndjson=a=b.ndjson', 'ndjson=c', 'json=c d'] })).toEqual([
    { sink: 'terminal', target: undefined },
    { sink: 'ndjson', target: 'a=b.ndjson' },
    { sink: 'ndjson', target: 'c' },
    { sink: 'json', target: 'c d' },
  ]);
  expect(outputsOf({ output: ['json=-'] })).toEqual([{ sink: 'json', target: undefined }]);
});

test('one place, one output', () => {
  expect(wrong('json', 'ndjson')).toEqual(['only one output fits on standard output: json, ndjson']);
  expect(wrong('json', 'ndjson=-')).toEqual(['only one output fits on standard output: json, ndjson']);
  expect(wrong('json=x', 'ndjson=x')).toEqual(['two outputs go to x']);
  expect(wrong('json=')).toEqual(['-o json= names no file']);
  expect(wrong('jsno=x')).toEqual(["there is no output 'jsno'"]);
});

test('commands that show no report', () => {
  expect(plainOutput({})).toBe('terminal');
  expect(plainOutput({ output: ['json'] })).toBe('json');
  expect(problemsOf(() => plainOutput({ output: ['json=x'] }))).toEqual([
    '-o json=x is not for this command',
  ]);
  expect(problemsOf(() => plainOutput({ output: ['json', 'ndjson'] }))).toHaveLength(1);
});

test('each sink that delivers can be called, and no other', () => {
  const delivering = SINK_NAMES.filter((name) => sinkEntry(name).kind === 'deliver');
  expect(Object.keys(DELIVERIES)).toEqual(delivering);
});
