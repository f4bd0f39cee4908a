/** Every command, once: parser and help are made from this table. */
import type { CommandName } from './flags.ts';

export interface CommandInfo {
  readonly name: CommandName;
  /** Arguments in commander's notation. */
  readonly argument?: string;
  /** The only words that the argument can be. */
  readonly choices?: readonly string[];
  readonly summary: string;
  /** Arguments and flags as they follow the command's name, and what that does. */
  readonly examples: readonly (readonly [command: string, effect: string])[];
}

export const COMMANDS: readonly CommandInfo[] = [
  {
    name: 'scan',
    argument: '[path...]',
    summary: 'Read logs (files, folders, - for standard input) and say what is wrong',
    examples: [
      ['journalctl -u k3s -o json --all | {name}', 'a node, from its journal'],
      ['{name} scan /var/log/pods k3s.log', 'files and folders'],
      ['{name} scan --since 2h --min-severity high /var/log/syslog', 'the last two hours, the worst only'],
      ['{name} scan -o ndjson --fail-on high k3s.log | jq .', 'for programs; exits with 1 on a failure'],
    ],
  },
  {
    name: 'coverage',
    argument: '[path...]',
    summary:
      'Say how many of the lines that look bad are explained, harmless or unknown, and what the unknown ones look like',
    examples: [['{name} coverage --baseline last-week.log k3s.log', 'what is new since last week']],
  },
  {
    name: 'convert',
    argument: '<result...>',
    summary:
      'Show results of -o json or -o ndjson again (files, - for standard input), without reading the logs',
    examples: [['{name} convert result.json -o markdown=issue.md', 'an issue from a kept result']],
  },
  {
    name: 'merge',
    argument: '<partial...>',
    summary:
      'Put together what several scans left as partial results: the answer of one scan of all they read',
    examples: [['{name} merge 1.json 2.json', 'the whole answer of two processes']],
  },
  {
    name: 'explain',
    argument: '<line...>',
    summary:
      'Say how a line (LINE, FILE:LINE, or - for standard input) is read, which rules match, and why others do not',
    examples: [
      ['{name} explain k3s.log:1204', 'one line of a file'],
      ["{name} explain 'bundle.tar.gz!var/log/k3s.log:1204'", 'one in an archive, as a proof names it'],
    ],
  },
  {
    name: 'rules list',
    summary: 'List the failures that it knows',
    examples: [['{name} rules list --component k3s --kind failure', 'the failures of k3s']],
  },
  {
    name: 'rules show',
    argument: '<id>',
    summary: 'Explain one rule: wordings, cause, impact, remedy, what causes it and what it causes',
    examples: [['{name} rules show k3s/node-password-rejected', 'one rule']],
  },
  {
    name: 'rules test',
    argument: '[dir...]',
    summary: 'Check rule files and run the tests that they carry (default: ./rules)',
    examples: [['{name} rules test my-rules', "your own rules' tests"]],
  },
  {
    name: 'rules new',
    summary: 'Draft a rule from a line of a log, its test included (see docs/rules-howto.md)',
    examples: [['tail -n1 k3s.log | {name} rules new --out my-rules', 'a new rule from the last line']],
  },
  {
    name: 'rules lint',
    argument: '[dir...]',
    summary:
      'Say all that is wrong with rule files, or could be better (default: ./rules, else the built-in)',
    examples: [['{name} rules lint --strict my-rules', 'for a pipeline: exits with 2 on warnings, too']],
  },
  {
    name: 'rules import-cre',
    argument: '<path...>',
    summary: "Turn CRE rules (preq's; files and folders) into rule files",
    examples: [['{name} rules import-cre cre/rules --out my-rules', 'then: {name} scan --rules my-rules …']],
  },
  {
    name: 'elastic setup',
    summary:
      'Make in Elasticsearch what `-o elasticsearch` needs: templates, index, alias; as often as you like',
    examples: [
      [
        '{name} elastic setup --es-url https://es.example:9200 --es-ca ca.crt',
        "once, with an administrator's key",
      ],
      ['{name} elastic setup --dry-run', 'the same as JSON, for an administrator'],
    ],
  },
  {
    name: 'elastic check',
    summary:
      'Say whether Elasticsearch is reached, what is set up, which rights are there and which are missing',
    examples: [['{name} elastic check --es-url https://es.example:9200', 'before the first scan']],
  },
  {
    name: 'elastic resend',
    argument: '<file>',
    summary: 'Send again what could not be delivered, from the file that a scan left',
    examples: [
      [
        '{name} elastic resend whynotready-dead-letters.ndjson --es-url https://es.example:9200',
        'what is left',
      ],
    ],
  },
  {
    name: 'completion',
    argument: '<shell>',
    choices: ['bash', 'zsh', 'fish'],
    summary: 'Print the completions of a shell: bash, zsh or fish',
    examples: [['source <({name} completion bash)', 'completions in this shell']],
  },
  {
    name: 'man',
    summary: 'Print the manual page',
    examples: [['{name} man | man -l -', 'the manual']],
  },
];
