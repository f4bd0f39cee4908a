/** Every flag of every command, once. Parser and help are made from this table (and so will completions and the manual page be). */
import { SINK_NAMES } from '../sinks/index.ts';
import { ELASTIC_FLAGS } from './elastic-flags.ts';
import type { ElasticCommandName, ElasticFlagValues } from './elastic-flags.ts';

export type CommandName =
  | ElasticCommandName
  | 'scan'
  | 'coverage'
  | 'completion'
  | 'convert'
  | 'man'
  | 'merge'
  | 'explain'
  | 'rules list'
  | 'rules show'
  | 'rules test'
  | 'rules lint'
  | 'rules new'
  | 'rules import-cre';

export type FlagGroup = 'Input' | 'Time and place' | 'Rules' | 'Output' | 'Elasticsearch' | 'Messages';

export interface Flag {
  /** Long name without dashes. `no-…`: switches off what is on by default. */
  readonly name: string;
  readonly short?: string;
  /** Name of its argument; a flag without one is a switch. */
  readonly argument?: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  /** A choice may be followed by `=` and where it goes. */
  readonly target?: boolean;
  /** May be given several times; the values add up. */
  readonly repeatable?: boolean;
  /** A sentence without its full stop. */
  readonly description: string;
  readonly group: FlagGroup;
  readonly commands: readonly CommandName[];
}

const SEVERITY = ['critical', 'high', 'medium', 'low', 'info'] as const;
const KIND = ['failure', 'symptom', 'benign', 'fact'] as const;
const COLOR = ['auto', 'always', 'never'] as const;
const LOG_LEVEL = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type ColorChoice = (typeof COLOR)[number];
export type LogLevel = (typeof LOG_LEVEL)[number];

const SCAN = ['scan', 'coverage'] as const;
const READING = ['scan', 'coverage', 'explain'] as const;
const RULES = ['scan', 'coverage', 'merge', 'explain', 'rules list', 'rules show'] as const;
const ALL = [
  'scan',
  'coverage',
  'convert',
  'merge',
  'explain',
  'rules list',
  'rules show',
  'rules test',
  'rules lint',
  'rules import-cre',
  'rules new',
  'elastic setup',
  'elastic check',
  'elastic resend',
] as const;

export const FLAGS: readonly Flag[] = [
  {
    name: 'format',
    argument: 'NAME',
    description: 'Read every line as this format instead of detecting it (journal-json, klog, cri, …)',
    group: 'Input',
    commands: ['scan', 'coverage', 'explain', 'rules new'],
  },
  {
    name: 'glob',
    argument: 'GLOB',
    repeatable: true,
    description:
      "Of folders and archives, only files that fit, e.g. 'k3s*' or '**/pods/*.log'; with a leading ! all but them",
    group: 'Input',
    commands: SCAN,
  },
  {
    name: 'exclude',
    argument: 'GLOB',
    repeatable: true,
    description: 'Of folders and archives, no files or folders that fit; can be repeated',
    group: 'Input',
    commands: SCAN,
  },
  {
    name: 'hidden',
    description: 'Of folders and archives, hidden files and folders, too',
    group: 'Input',
    commands: SCAN,
  },
  {
    name: 'coverage',
    description:
      'Account for all lines of level warning and above: explained, harmless, unknown (with what they look like)',
    group: 'Output',
    commands: ['scan'],
  },
  {
    name: 'baseline',
    argument: 'PATH',
    repeatable: true,
    description:
      'With coverage: fold away unknown lines that this log has, too (a healthy one, last week’s); can be repeated',
    group: 'Output',
    commands: SCAN,
  },
  {
    name: 'no-scanner',
    description: 'Parse and match every line; the same answer, slower',
    group: 'Input',
    commands: SCAN,
  },
  {
    name: 'jobs',
    argument: 'N',
    description: 'Threads that read at the same time; default: as many as the machine runs at once',
    group: 'Input',
    commands: SCAN,
  },
  {
    name: 'since',
    argument: 'TIME',
    description: "Only entries from then on: RFC 3339, '2026-11-21 13:00', or an age such as 2h or 30min",
    group: 'Time and place',
    commands: SCAN,
  },
  {
    name: 'until',
    argument: 'TIME',
    description: 'Only entries up to then',
    group: 'Time and place',
    commands: SCAN,
  },
  {
    name: 'timezone',
    argument: 'ZONE',
    description: "Zone of times that name none (Europe/Berlin, +02:00); default: this machine's",
    group: 'Time and place',
    commands: [...READING, 'convert', 'merge'],
  },
  {
    name: 'host',
    argument: 'NAME',
    description: 'Host of entries that name none',
    group: 'Time and place',
    commands: READING,
  },
  {
    name: 'rules',
    argument: 'DIR',
    repeatable: true,
    description: 'Add the rules of this folder or file; can be repeated',
    group: 'Rules',
    commands: RULES,
  },
  {
    name: 'only',
    argument: 'GLOB',
    repeatable: true,
    description: "Only rules whose id fits, e.g. 'k3s/*'; can be repeated",
    group: 'Rules',
    commands: ['scan', 'coverage', 'merge', 'rules list'],
  },
  {
    name: 'skip',
    argument: 'GLOB',
    repeatable: true,
    description: 'No rules whose id fits; can be repeated',
    group: 'Rules',
    commands: ['scan', 'coverage', 'merge', 'rules list'],
  },
  {
    name: 'kind',
    argument: 'KIND',
    choices: KIND,
    repeatable: true,
    description: 'Only rules of this kind; can be repeated',
    group: 'Rules',
    commands: ['rules list'],
  },
  {
    name: 'severity',
    argument: 'LEVEL',
    choices: SEVERITY,
    repeatable: true,
    description: 'Only rules of this very severity; can be repeated (--min-severity: and above)',
    group: 'Rules',
    commands: ['rules list'],
  },
  {
    name: 'component',
    argument: 'GLOB',
    repeatable: true,
    description: "Only rules of this component (the first part of the id), e.g. 'kube*'; can be repeated",
    group: 'Rules',
    commands: ['rules list'],
  },
  {
    name: 'from',
    argument: 'LINE',
    description: 'Make the rule from this line; default: standard input',
    group: 'Rules',
    commands: ['rules new'],
  },
  {
    name: 'benign',
    description: 'The line looks bad and is harmless',
    group: 'Rules',
    commands: ['rules new'],
  },
  {
    name: 'why',
    argument: 'RULE',
    description:
      "Say what became of this one rule's lines: met, not met and why, below the threshold, hidden",
    group: 'Rules',
    commands: SCAN,
  },
  {
    name: 'strict',
    description: 'Exit with 2 on warnings, too',
    group: 'Rules',
    commands: ['rules lint'],
  },
  {
    name: 'out',
    argument: 'DIR',
    description:
      'Folder for the rule files (new: default ./rules; import-cre: those of an earlier import are replaced)',
    group: 'Output',
    commands: ['rules new', 'rules import-cre'],
  },
  {
    name: 'output',
    short: 'o',
    argument: 'NAME[=FILE]',
    choices: SINK_NAMES,
    target: true,
    repeatable: true,
    description: `Which output, and the file it goes to: ${SINK_NAMES.join(', ')}; default: terminal; can be repeated: -o terminal -o json=out.json`,
    group: 'Output',
    commands: ['scan', 'coverage', 'explain', 'rules list', 'rules show', 'rules lint', 'convert', 'merge'],
  },
  {
    name: 'stream',
    description: 'With -o ndjson: incidents at first sight, before the end of input',
    group: 'Output',
    commands: SCAN,
  },
  {
    name: 'redact',
    description:
      'Take out secrets: tokens, passwords, keys, e-mail; default for outputs made to be passed on',
    group: 'Output',
    commands: [...SCAN, 'convert', 'merge'],
  },
  {
    name: 'no-redact',
    description: 'Leave everything in',
    group: 'Output',
    commands: [...SCAN, 'convert', 'merge'],
  },
  {
    name: 'redact-hosts',
    description: 'Take out secrets, addresses and host names',
    group: 'Output',
    commands: [...SCAN, 'convert', 'merge'],
  },
  {
    name: 'min-severity',
    argument: 'LEVEL',
    choices: SEVERITY,
    description: 'Leave out incidents below this severity',
    group: 'Output',
    commands: ['scan', 'coverage', 'rules list', 'convert', 'merge'],
  },
  {
    name: 'fail-on',
    argument: 'LEVEL',
    choices: SEVERITY,
    description: 'Exit with 1 when there is an incident of this severity or above',
    group: 'Output',
    commands: [...SCAN, 'convert', 'merge'],
  },
  {
    name: 'color',
    argument: 'WHEN',
    choices: COLOR,
    description: 'auto (default), always or never; NO_COLOR and FORCE_COLOR count, too',
    group: 'Output',
    commands: ALL,
  },
  {
    name: 'width',
    argument: 'COLUMNS',
    description: "Width of the text; default: the terminal's, 100 when there is none",
    group: 'Output',
    commands: ALL,
  },
  ...ELASTIC_FLAGS,
  { name: 'no-progress', description: 'No progress line', group: 'Messages', commands: SCAN },
  {
    name: 'quiet',
    short: 'q',
    description: 'Nothing on stderr but errors',
    group: 'Messages',
    commands: ALL,
  },
  {
    name: 'verbose',
    short: 'v',
    description: "All blind spots and unknown lines; the tool's own log on stderr (as --log-level debug)",
    group: 'Messages',
    commands: ALL,
  },
  {
    name: 'log-level',
    argument: 'LEVEL',
    choices: LOG_LEVEL,
    description: "How much of the tool's own log to write on stderr; default: silent",
    group: 'Messages',
    commands: ALL,
  },
];

/** What was given on the command line, by camel-cased name; not yet understood. */
export interface FlagValues extends ElasticFlagValues {
  readonly format?: string;
  readonly glob?: readonly string[];
  readonly exclude?: readonly string[];
  readonly hidden?: boolean;
  readonly scanner?: boolean;
  readonly coverage?: boolean;
  readonly baseline?: readonly string[];
  readonly jobs?: string;
  readonly since?: string;
  readonly until?: string;
  readonly timezone?: string;
  readonly host?: string;
  readonly rules?: readonly string[];
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly kind?: readonly (typeof KIND)[number][];
  readonly severity?: readonly (typeof SEVERITY)[number][];
  readonly component?: readonly string[];
  readonly from?: string;
  readonly benign?: boolean;
  readonly why?: string;
  readonly strict?: boolean;
  readonly out?: string;
  /** Each `NAME` or `NAME=FILE`, see outputs.ts. */
  readonly output?: readonly string[];
  readonly stream?: boolean;
  /** Undefined: as each output does by default. */
  readonly redact?: boolean;
  readonly redactHosts?: boolean;
  readonly minSeverity?: (typeof SEVERITY)[number];
  readonly failOn?: (typeof SEVERITY)[number];
  readonly color?: ColorChoice;
  readonly width?: string;
  readonly progress?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly logLevel?: LogLevel;
}
