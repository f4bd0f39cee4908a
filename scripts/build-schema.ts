/** Writes docs/schema/rule.schema.json, by which editors complete and check rule files. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { ruleFileSchema } from '../src/core/rules/schema.ts';

export const RULE_SCHEMA = fileURLToPath(new URL('../docs/schema/rule.schema.json', import.meta.url));

/** The text of the file. */
export function ruleSchemaText(): string {
  // What a check or a custom message says has no place in JSON Schema; the loader still says it.
  const schema = toJsonSchema(ruleFileSchema('publish'), { typeMode: 'input', errorMode: 'ignore' });
  const named = {
    ...schema,
    title: 'whynotready rule',
    description: 'One failure signature, see docs/rules-format.md.',
  };
  return `${JSON.stringify(named, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(RULE_SCHEMA, ruleSchemaText());
