/** The published schema of SARIF 2.1.0, as a check. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const FILE = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

// It is written in draft 4, of which it uses nothing that has changed but the name of its own address.
const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;

const validate = new Ajv({
  strict: false,
  // One of its patterns is none with the flag u.
  unicodeRegExp: false,
  allErrors: true,
  formats: {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) => URL.canParse(text, 'file:///') && !/[^\x21-\x7e]/.test(text),
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  },
}).compile(schema);

/** What the schema has against it; empty: nothing. */
export function sarifFaults(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
