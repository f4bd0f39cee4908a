/** Places of lines as SARIF has them. */
import type { Place } from '../../core/errors.ts';
import type { Evidence } from '../../core/incidents/incident.ts';

type Json = Readonly<Record<string, unknown>>;

/** Base of absolute paths: every uri is relative. */
export const ROOT = 'ROOT';
export const BASES = { [ROOT]: { uri: 'file:///' } } as const;

/** `message`: what this place has to do with the result. */
export function locationOf({ source, line, offset, text }: Evidence, message?: string, id?: number): Json {
  return {
    ...(id === undefined ? {} : { id }),
    physicalLocation: {
      artifactLocation: artifactOf(source),
      region: {
        startLine: line,
        endLine: line + text.split('\n').length - 1,
        byteOffset: offset,
        snippet: { text },
      },
    },
    ...(message === undefined ? {} : { message: { text: message } }),
  };
}

/** The same with the lines around it. */
export function locationInContext(evidence: Evidence): Json {
  const location = locationOf(evidence);
  const { line, text, before, after } = evidence;
  const lines = text.split('\n');
  if (before.length + after.length === 0 || before.length >= line) return location;
  const contextRegion = {
    startLine: line - before.length,
    endLine: line + lines.length - 1 + after.length,
    snippet: { text: [...before, ...lines, ...after].join('\n') },
  };
  return { physicalLocation: { ...(location.physicalLocation as Json), contextRegion } };
}

export function problemLocation({ file, line, column, text }: Place): Json {
  const region =
    line === undefined || line < 1
      ? {}
      : {
          region: {
            startLine: line,
            ...(column === undefined || column < 1 ? {} : { startColumn: column }),
            ...(text === undefined ? {} : { snippet: { text } }),
          },
        };
  return { physicalLocation: { artifactLocation: artifactOf(file), ...region } };
}

/** Standard input has no file; its uri is the word. */
function artifactOf(source: string): Json {
  if (source === '-') return { uri: 'stdin' };
  const path = /^[A-Za-z]:\\/.test(source) ? source.replaceAll('\\', '/') : source;
  const absolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  const uri = path.replace(/^\/+/, '').split('/').map(segment).join('/');
  return absolute ? { uri, uriBaseId: ROOT } : { uri };
}

/** Half characters can't be written in a URI. */
function segment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
