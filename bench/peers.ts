/** The programs that the bench compares with, and the commands that ask them for about the same. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Contender } from './measure.ts';

export const PEERS = ['rg', 'grep', 'zgrep', 'agrind', 'preq'] as const;
export type PeerName = (typeof PEERS)[number];

/** What a peer is asked to read: a file (or a folder, where it can), or what a shell command writes. */
export type Question =
  | { readonly path: string; readonly flags?: readonly string[] }
  | { readonly pipe: string; readonly path: string };

export interface Peer {
  readonly name: string;
  readonly kind: PeerName;
  readonly program: string;
}

/** ripgrep by its major version: both are wanted. */
const WANTED = ['ripgrep 15', 'ripgrep 13', 'grep', 'zgrep', 'angle-grinder', 'preq'];
const HOW: Readonly<Record<string, string>> = {
  'ripgrep 15': 'cargo install ripgrep',
  'ripgrep 13': 'apt-get install ripgrep, Debian 12',
  'angle-grinder': 'cargo install ag',
  preq: 'github.com/prequel-dev/preq; it wants an account',
};
/** Names that angle-grinder and preq count: as many as they were measured with before. */
const SIGNATURES = 60;

/** Each different version on PATH and in cargo's folder. */
export function installedPeers(): readonly Peer[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), '.cargo/bin')];
  const peers = new Map<string, Peer>();
  for (const kind of PEERS) {
    for (const folder of folders) {
      const program = join(folder, kind);
      if (!existsSync(program)) continue;
      const name = versionOf(kind, program);
      if (name !== undefined && !peers.has(name)) peers.set(name, { name, kind, program });
    }
  }
  return [...peers.values()].sort(
    (a, b) => WANTED.findIndex((w) => a.name.startsWith(w)) - WANTED.findIndex((w) => b.name.startsWith(w)),
  );
}

/** The peers that are not there, with how to get them. */
export function missingPeers(peers: readonly Peer[]): string[] {
  const missing = WANTED.filter((wanted) => !peers.some(({ name }) => name.startsWith(wanted)));
  return missing.map((name) => (HOW[name] === undefined ? name : `${name} (${HOW[name]})`));
}

function versionOf(kind: PeerName, program: string): string | undefined {
  const { status, stdout } = spawnSync(program, [kind === 'preq' ? '-v' : '--version'], { encoding: 'utf8' });
  const version = /\d+(?:\.\d+)+/.exec(stdout)?.[0];
  if (status !== 0 || version === undefined) return undefined;
  const names = { rg: 'ripgrep', grep: 'grep', zgrep: 'zgrep', agrind: 'angle-grinder', preq: 'preq' };
  return `${names[kind]} ${version}`;
}

export class Questions {
  private readonly literals: string;
  private readonly signatures: readonly string[];
  private readonly folder: string;

  /** Files for the peers are written to `folder`. */
  constructor(literals: readonly string[], folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.literals = join(folder, 'literals.txt');
    writeFileSync(this.literals, `${literals.join('\n')}\n`);
    const plain = literals.filter((literal) => literal.length >= 13 && /^[\w .:-]+$/.test(literal));
    const step = plain.length / SIGNATURES;
    this.signatures = Array.from({ length: SIGNATURES }, (_, i) => plain[Math.floor(i * step)]!);
  }

  ask(peer: Peer, question: Question): Contender {
    const { name, kind } = peer;
    const flags = 'pipe' in question ? [] : (question.flags ?? []);
    const shown = [name, ...flags].join(' ');
    const args = kind === 'agrind' ? this.angleGrinder() : kind === 'preq' ? this.preq() : this.search();
    if ('pipe' in question)
      return { name: shown, command: piped(question, [peer.program, ...args]), delegates: true };
    if (kind === 'preq')
      return {
        name: shown,
        command: piped({ pipe: 'cat "$0"', path: question.path }, [peer.program, ...args]),
      };
    const files = kind === 'agrind' ? ['-f', question.path] : [question.path];
    const delegates = kind === 'zgrep' || flags.includes('-z');
    return { name: shown, command: [peer.program, ...flags, ...args, ...files], delegates };
  }

  /** Counts lines with any of the literals. */
  private search(): string[] {
    return ['-c', '-F', '-f', this.literals];
  }

  /** Counts lines by the signature that they hold. */
  private angleGrinder(): string[] {
    const names = this.signatures.map((text) => text.replaceAll('.', '\\.'));
    return [`* | parse regex "(?P<signature>${names.join('|')})" | count by signature`];
  }

  private preq(): string[] {
    const rules = this.signatures.map(
      (text, i) =>
        `  - cre: {id: BENCH-${i}, severity: 1}\n    metadata: {id: ${`bench${i}`.replaceAll('0', 'z')}, kind: prequel}\n` +
        `    rule:\n      set:\n        event: {source: cre.log.kubernetes}\n        match:\n          - value: ${JSON.stringify(text)}\n`,
    );
    const path = join(this.folder, 'preq-rules.yaml');
    writeFileSync(path, `rules:\n${rules.join('')}`);
    return ['-d', '-q', '-o', '-', '-r', path];
  }
}

/** `pipe` names the file as `$0`. */
export function piped({ pipe, path }: { pipe: string; path: string }, command: readonly string[]): string[] {
  return ['sh', '-c', `${pipe} | "$@"`, path, ...command];
}
