import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { command, FAILING, temporaryFolder } from './command.ts';

const validate = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync('docs/schema/output.schema.json', 'utf8')) as object,
);

/** What the schema has against it. */
function faults(value: unknown): unknown {
  validate(value);
  return validate.errors;
}

test('every line of -o ndjson fits the published schema, over all real failures', async () => {
  const { stdout } = await command(['-o', 'ndjson', 'fixtures/failing', 'fixtures/seeds']);
  const objects = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  for (const object of objects) expect(faults(object)).toBeNull();
  expect([...new Set(objects.map(({ type }) => type))]).toEqual(['incident', 'diagnosis', 'fact', 'summary']);
});

test('the document of -o json fits it, too', async () => {
  const { stdout } = await command(['-o', 'json', 'fixtures/failing']);
  expect(faults(JSON.parse(stdout))).toBeNull();
});

test('--stream gives first sights, then the same as without', async () => {
  const log = readFileSync(FAILING);
  const plain = await command(['-o', 'ndjson'], { input: log });
  const { stdout } = await command(['-o', 'ndjson', '--stream'], { input: log });
  const lines = stdout.split('\n');
  const partial = lines.filter((line) => line.includes('"partial":true'));
  expect(partial.length).toBeGreaterThan(0);
  for (const line of partial) expect(faults(JSON.parse(line))).toBeNull();
  expect(lines.filter((line) => !partial.includes(line)).join('\n')).toBe(plain.stdout);
});

test('--min-severity leaves out what is less severe', async () => {
  const { stdout } = await command(['-o', 'json', '--min-severity', 'critical', 'fixtures/failing']);
  const { diagnoses } = JSON.parse(stdout) as {
    diagnoses: { root: string; severity: string; explains: string[] }[];
  };
  expect(diagnoses.length).toBeGreaterThan(0);
  for (const { severity, explains } of diagnoses)
    expect(severity === 'critical' || explains.length > 0).toBe(true);
});

test('many outputs of one pass over standard input, shown again by convert', async () => {
  const cwd = temporaryFolder();
  const names = ['a.json', 'b.ndjson', 'c.md', 'd.sarif', 'e.xml', 'f.txt'];
  const outputs = [
    'json=a.json',
    'ndjson=b.ndjson',
    'markdown=c.md',
    'sarif=d.sarif',
    'junit=e.xml',
    'wide=f.txt',
  ];
  const flags = outputs.flatMap((output) => ['-o', output]);
  const scanned = await command(['-o', 'terminal', ...flags], { cwd, input: readFileSync(FAILING) });
  expect([scanned.code, scanned.stderr]).toEqual([0, '']);
  expect(readdirSync(cwd).sort()).toEqual(names);
  const kept = names.map((name) => readFileSync(join(cwd, name), 'utf8'));
  for (const [i, input] of [kept[0]!, kept[1]!].entries()) {
    const again = await command(['convert', '-', ...flags, '-o', 'terminal'], { cwd, input });
    expect([i, again]).toEqual([i, scanned]);
    expect(names.map((name) => readFileSync(join(cwd, name), 'utf8'))).toEqual(kept);
  }
});

test('rules list, show and test', async () => {
  const list = await command(['rules', 'list', '--only', 'k3s/*']);
  expect(list.stdout).toMatch(
    /^k3s\/node-password-rejected +failure +critical +The server rejects this node's password$/m,
  );
  const show = await command(['rules', 'show', 'k3s/node-password-rejected']);
  expect(show.stdout).toContain('Matches   Node password rejected');
  const unknown = await command(['rules', 'show', 'node-password-rejected']);
  expect(unknown.stderr).toContain('fix: one of: k3s/node-password-rejected');
  const tested = await command(['rules', 'test', 'rules/k3s/node-password-rejected.yaml']);
  expect([tested.code, tested.stdout]).toEqual([
    0,
    expect.stringMatching(/^1 rule, \d+ tests: \d+ passed, 0 failed/),
  ]);
});
