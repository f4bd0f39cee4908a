import { describe, expect, test } from 'vitest';
import { parseArguments, similarCommand } from '../../src/cli/arguments.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { FLAGS } from '../../src/cli/flags.ts';

const parse = (line: string) => parseArguments(line === '' ? [] : line.split(' '));

describe('commands', () => {
  test('scan is what is meant without a command', () => {
    expect(parse('')).toMatchObject({ kind: 'run', command: 'scan', args: [] });
    expect(parse('k3s.log')).toMatchObject({ kind: 'run', command: 'scan', args: ['k3s.log'] });
    expect(parse('scan a b')).toMatchObject({ kind: 'run', command: 'scan', args: ['a', 'b'] });
    expect(parse('scan -- -b')).toMatchObject({ args: ['-b'] });
    expect(parse('-')).toMatchObject({ command: 'scan', args: ['-'] });
  });

  test('rules have commands of their own', () => {
    expect(parse('rules list')).toMatchObject({ command: 'rules list' });
    expect(parse('rules show a/b')).toMatchObject({ command: 'rules show', args: ['a/b'] });
    expect(parse('rules test x y')).toMatchObject({ command: 'rules test', args: ['x', 'y'] });
  });

  test.each([
    ['rules', 'the command is not complete'],
    ['rules show', "missing required argument 'id'"],
    ['rules lst', "unknown command 'lst'"],
  ])('%s: %s', (line, message) => {
    expect(parse(line)).toMatchObject({ kind: 'usage', problem: { code: 'USAGE', message } });
  });

  test('did you mean', () => {
    expect(similarCommand('scna')).toBe('did you mean scan?');
    expect(similarCommand('rule')).toBe('did you mean rules?');
    expect(similarCommand('kubelet')).toBeUndefined();
    expect(parse('rules lst')).toMatchObject({ problem: { fix: 'did you mean list?' } });
  });
});

describe('flags', () => {
  test('stand before or after the command', () => {
    for (const line of ['-o json scan x', 'scan -o json x', 'scan x --output json', 'x -ojson'])
      expect(parse(line)).toMatchObject({ command: 'scan', args: ['x'], flags: { output: ['json'] } });
  });

  test('repeatable ones add up, and take one value each', () => {
    expect(parse('--rules a --rules b x')).toMatchObject({ args: ['x'], flags: { rules: ['a', 'b'] } });
  });

  test('no-… switch off what is on by default', () => {
    expect(parse('')).toMatchObject({ flags: { scanner: true, progress: true } });
    expect(parse('--no-scanner')).toMatchObject({ flags: { scanner: false } });
  });

  test.each([
    ['--colour never', 'did you mean --color?'],
    ['scan --min-severty high', 'did you mean --min-severity?'],
    ['--since', 'see --help'],
    ['-o xml', 'see --help'],
    ['--fail-on terrible', 'see --help'],
    ['rules list --since 2h', 'it belongs to scan, coverage'],
    ['rules test --only x', 'it belongs to scan, coverage, merge, rules list'],
  ])('%s is wrong usage: %s', (line, fix) => {
    expect(parse(line)).toMatchObject({ kind: 'usage', problem: { code: 'USAGE', fix } });
  });

  test('each flag of the table is taken by each of its commands', () => {
    for (const flag of FLAGS) {
      for (const command of flag.commands) {
        const value = flag.argument === undefined ? [] : [flag.choices?.[0] ?? 'x'];
        const words = [...command.split(' '), `--${flag.name}`, ...value];
        const { argument = '' } = COMMANDS.find(({ name }) => name === command)!;
        expect(parseArguments(argument.startsWith('<') ? [...words, 'id'] : words)).toMatchObject({
          kind: 'run',
          command,
        });
      }
    }
  });
});

test('help and version', () => {
  expect(parse('--help')).toEqual({ kind: 'help', command: undefined });
  expect(parse('help')).toEqual({ kind: 'help', command: undefined });
  expect(parse('rules --help')).toEqual({ kind: 'help', command: undefined });
  expect(parse('--version')).toEqual({ kind: 'version' });
  for (const { name } of COMMANDS) expect(parse(`${name} -h`)).toEqual({ kind: 'help', command: name });
});
