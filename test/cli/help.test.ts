import { expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { FLAGS } from '../../src/cli/flags.ts';
import { helpText, shortHelp } from '../../src/cli/help.ts';
import { columns } from '../../src/core/text/width.ts';

test('help names every command, and every flag of the command', () => {
  const whole = helpText(undefined, { name: 'whynotready', width: 80 });
  for (const { name } of COMMANDS) expect(whole).toContain(`  ${name}`);
  for (const command of COMMANDS) {
    const [text = ''] = helpText(command.name, { name: 'whynotready', width: 80 }).split('\nExamples\n');
    for (const flag of FLAGS)
      expect([flag.name, new RegExp(`--${flag.name}\\b(?!-)`).test(text)]).toEqual([
        flag.name,
        flag.commands.includes(command.name),
      ]);
  }
});

test('help keeps to the width, examples aside', () => {
  for (const width of [60, 80, 110]) {
    const [text = ''] = helpText(undefined, { name: 'kubectl whynotready', width }).split('\nExamples\n');
    expect(text.split('\n').filter((line) => columns(line) > width)).toEqual([]);
  }
});

test('examples are valid command lines, under the name it was called by', () => {
  const text = helpText(undefined, { name: 'kubectl whynotready', width: 80 });
  expect(text).toContain('journalctl -u k3s -o json --all | kubectl whynotready');
  for (const [example] of COMMANDS.flatMap(({ examples }) => examples)) {
    const words = /\{name\}([^|]*)/.exec(example)![1]!.replaceAll("'", '').trim();
    expect(parseArguments(words === '' ? [] : words.split(' '))).toMatchObject({ kind: 'run' });
  }
});

test('short help says what to do without input', () => {
  expect(shortHelp({ name: 'whynotready', width: 80 })).toContain(
    'journalctl -u k3s -o json --all | whynotready',
  );
});
