import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RULE_SCHEMA, ruleSchemaText } from '../../scripts/build-schema.ts';

describe('the published schema', () => {
  it('is up to date (node scripts/build-schema.ts)', () => {
    expect(readFileSync(RULE_SCHEMA, 'utf8')).toBe(ruleSchemaText());
  });

  const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(ruleSchemaText()) as object);
  const files = readdirSync('rules', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));

  it('takes every built-in rule as an editor reads it', () => {
    const wrong = files.filter((name) => !validate(parse(readFileSync(`rules/${name}`, 'utf8'))));
    expect(wrong).toEqual([]);
  });

  it.each([{ kind: 'failure' }, { kind: 'odd' }, []])('refuses %j', (value) => {
    expect(validate(value)).toBe(false);
  });

  it('refuses unknown keys', () => {
    const rule = parse(readFileSync(`rules/${files[0]}`, 'utf8')) as object;
    expect(validate({ ...rule, severty: 'low' })).toBe(false);
  });
});
