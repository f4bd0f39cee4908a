import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellQuote } from '../../../src/core/text/shell.ts';
import { fillCommand, fillProse } from '../../../src/core/text/slots.ts';

const values: Record<string, string> = {
  node: 'node30',
  file: '/var/lib/rancher/k3s/agent/node password.txt',
  hostile: `n1'; rm -rf /; echo '`,
  option: '--all',
  lines: 'a\nb',
  long: 'x'.repeat(257),
  empty: '',
  slot: '{{node}}',
};
const lookup = (name: string) => values[name];

describe('fillCommand', () => {
  test.each([
    ['kubectl delete secret {{node}}.node-password.k3s', 'kubectl delete secret node30.node-password.k3s'],
    ['cat {{file}}', `cat '/var/lib/rancher/k3s/agent/node password.txt'`],
    ['echo {{hostile}}', `echo 'n1'\\''; rm -rf /; echo '\\'''`],
    ['kubectl delete node {{option}}', 'kubectl delete node <option>'],
    ['kubectl delete node --name={{option}}', 'kubectl delete node --name=--all'],
    ['echo {{lines}} {{long}} {{empty}} {{unknown}}', 'echo <lines> <long> <empty> <unknown>'],
    ['echo {{slot}}', `echo '{{node}}'`],
    [`sh -c 'echo {{node}}'`, `sh -c 'echo node30'`],
    [`sh -c 'echo {{hostile}}'`, `sh -c 'echo <hostile>'`],
    ['echo "{{file}}"', 'echo "<file>"'],
    ["echo it\\'s {{file}}", `echo it\\'s '/var/lib/rancher/k3s/agent/node password.txt'`],
    ['echo `cat {{hostile}}`', 'echo `cat <hostile>`'],
    ["# don't\necho 'a {{hostile}}'", "# don't\necho 'a <hostile>'"],
  ])('%s', (template, filled) => expect(fillCommand(template, lookup)).toBe(filled));
});

/** What a shell makes of the words after `printf`. */
function words(command: string): string {
  return execFileSync('sh', ['-c', command], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const nasty = fc
  .array(
    fc.constantFrom(
      ...`'"\`$(){}[]|&;<>*?!#~=%-\\ /.:@`.split(''),
      '$(touch /nowhere/x)',
      '\\x41',
      '%s',
      'a',
      'é',
      '证',
      '--all',
      '\n',
      '\u001b',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('a real shell reads a filled value as one word, whatever it holds', () => {
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 6 }), (some) => {
      const template = `printf '%s\\n' ${some.map((_, i) => `pre{{v${i}}}post`).join(' ')}`;
      const command = fillCommand(template, (name) => some[Number(name.slice(1))]);
      // A slot that stays open is a redirection to a shell; only commands without one are run.
      const open = some.some((value) => /[\n\u001b]/.test(value));
      expect(/<v\d>/.test(command)).toBe(open);
      const expected = some.map((value) => `pre${value}post\n`).join('');
      expect(open ? expected : words(command)).toBe(expected);
    }),
    { numRuns: 150 },
  );
});

test('inside any quoting of the template a value never gets out', () => {
  expect.hasAssertions();
  const templates = fc.constantFrom(
    'printf %s "{{v}}"',
    "printf %s '{{v}}'",
    'printf %s "$(printf %s {{v}})"',
    'x=$(printf %s {{v}}); printf %s "$x"',
    'printf %s "`printf %s {{v}}`"',
    `printf %s "$(printf %s '{{v}}')"`,
    "printf %s \\'>/dev/null; printf %s {{v}}",
    "printf %s '' # it's\nprintf %s '{{v}}'",
  );
  fc.assert(
    fc.property(templates, nasty, (template, value) => {
      const command = fillCommand(template, () => value);
      expect(command.includes('<v>') ? value : words(command)).toBe(value);
    }),
    { numRuns: 150 },
  );
});

test('shellQuote: plain words stay plain, the rest is one word', () => {
  expect(shellQuote('node-1.example.com:6443/a,b@c%d+e')).toBe('node-1.example.com:6443/a,b@c%d+e');
  expect(shellQuote('')).toBe("''");
  expect(shellQuote('~root')).toBe("'~root'");
  expect(shellQuote('=ls')).toBe("'=ls'");
  expect(shellQuote("it's")).toBe("'it'\\''s'");
});

test('fillProse shows hostile values, and slots without a value', () => {
  expect(
    fillProse(
      'Node {{ node }} at {{esc}}, {{none}}',
      (name) => ({ node: 'n1', esc: '\u001b]0;x\u0007' })[name],
    ),
  ).toBe('Node n1 at \\x1b]0;x\\x07, <none>');
  expect(fillProse('{{v}}', () => 'y'.repeat(300))).toBe(`${'y'.repeat(256)}…`);
});
