/** Reads the logs of rule tests into entries. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Entry } from '../src/core/entry.ts';
import type { EntryParser, SourceContext } from '../src/core/formats/format.ts';
import { parsePayload, payloadContinues } from '../src/core/formats/payloads/index.ts';
import type { ParseLog } from '../src/core/rules/testing.ts';

const PARSER = new URL('../src/core/formats/parser.ts', import.meta.url);

/** The real reader where it is there; else payloads only. */
export async function testLogReader(): Promise<ParseLog> {
  if (!existsSync(fileURLToPath(PARSER))) return readPayloads;
  const { createEntryParser } = (await import(PARSER.href)) as {
    createEntryParser: (context: SourceContext) => EntryParser;
  };
  return (log, format) => readWith(createEntryParser(contextOf(format)), log);
}

function contextOf(forcedFormat: string | undefined): SourceContext {
  return {
    name: 'test',
    modified: Date.UTC(2026, 0, 1),
    anchor: undefined,
    timeZone: 'UTC',
    pathHost: undefined,
    pathUnit: undefined,
    pathComponent: undefined,
    forcedFormat,
  };
}

function linesOf(log: string): string[] {
  return log.replace(/\n+$/, '').split('\n');
}

function readWith(parser: EntryParser, log: string): Entry[] {
  return grouped(
    linesOf(log),
    (soFar, line) => !parser.surelyEnds(soFar[0]!, line) && parser.continues(soFar, line),
  ).map((lines) => parser.parse(lines));
}

function grouped(
  lines: readonly string[],
  continues: (soFar: readonly string[], line: string) => boolean,
): string[][] {
  const groups: string[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last && continues(last, line)) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

const SYSLOG = /^(?:\w{3} +\d+ [\d:]+|\d{4}-\S+) (\S+) ([^\s:[\]]+)(?:\[\d+\])?: /;
const CRI = /^\S+ (?:stdout|stderr) [FP] /;

/** Stand-in for the envelopes. */
function readPayloads(log: string, format: string | undefined): Entry[] {
  return grouped(linesOf(log), (soFar, line) => payloadContinues(soFar.map(unwrap), unwrap(line))).map(
    (lines) => {
      const payload = parsePayload(lines.map(unwrap).join('\n'), format);
      const component = payload.component ?? SYSLOG.exec(lines[0]!)?.[2];
      return {
        ...payload,
        time: undefined,
        host: undefined,
        unit: undefined,
        component,
        formats: [payload.format],
      };
    },
  );
}

function unwrap(line: string): string {
  const docker = line.startsWith('{"log":') ? (JSON.parse(line) as { log: string }).log.trimEnd() : undefined;
  return docker ?? line.replace(SYSLOG, '').replace(CRI, '');
}
