/** Writes docs/schema/output.schema.json: what a line of `-o ndjson` or the document of `-o json` looks like. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { DEFINITIONS, documentSchema, recordSchema } from '../src/sinks/schema.ts';

export const OUTPUT_SCHEMA = fileURLToPath(new URL('../docs/schema/output.schema.json', import.meta.url));

/** The text of the file. */
export function outputSchemaText(): string {
  const schema = toJsonSchema(v.union([recordSchema, documentSchema]), { definitions: DEFINITIONS });
  const named = {
    ...schema,
    title: 'whynotready output',
    description: 'One line of -o ndjson, or the document of -o json; see docs/outputs.md.',
  };
  return `${JSON.stringify(named, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(OUTPUT_SCHEMA, outputSchemaText());
