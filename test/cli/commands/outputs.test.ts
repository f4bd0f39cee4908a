import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/run.ts';
import { leaks, SAMPLES } from '../../core/text/redaction/corpus.ts';
import { call, folderOf } from './call.ts';

const LOG = 'fixtures/failing/k3s-agent-node-password-rejected/input.log';
const folder = (): string => mkdtempSync(join(tmpdir(), 'outputs-'));

test('one pass, many outputs', async () => {
  const out = folder();
  const paths = ['a.ndjson', 'b.json', 'c.md', 'd.sarif', 'e.xml', 'f.txt'].map((name) => join(out, name));
  const [ndjson, json, md, sarif, xml, txt] = paths;
  const result = await call(
    'scan',
    LOG,
    '-o',
    'terminal',
    '-o',
    `ndjson=${ndjson}`,
    '-o',
    `json=${json}`,
    '-o',
    `markdown=${md}`,
    '-o',
    `sarif=${sarif}`,
    '-o',
    `junit=${xml}`,
    '-o',
    `table=${txt}`,
  );
  expect([result.code, result.stderr]).toEqual([0, '']);
  expect(result.stdout).toMatch(/^✖|^x CRITICAL/);
  const starts = paths.map((path) => readFileSync(path, 'utf8').slice(0, 9));
  expect(starts).toEqual(['{"type":"', '{\n  "inci', '## 1 caus', '{\n  "$sch', '<?xml ver', 'SEVERITY ']);
});

test('a file alone: nothing on standard output', async () => {
  const out = join(folder(), 'x.json');
  expect(await call('scan', LOG, '-o', `json=${out}`)).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a wrong place is found before anything is read', async () => {
  const result = await call('scan', '/there/is/no/such.log', '-o', 'json=/no/such/folder/x.json');
  expect(result).toEqual({
    code: 2,
    stdout: '',
    stderr:
      '/no/such/folder/x.json: OUTPUT_FAILED there is no folder /no/such/folder\n  fix: mkdir -p /no/such/folder\n',
  });
});

test('convert shows what was kept, in any output', async () => {
  const kept = join(folder(), 'kept.json');
  const before = await call('scan', LOG, '-o', 'terminal', '-o', `json=${kept}`, '--width', '90');
  expect(await call('convert', kept, '--width', '90')).toEqual(before);
  expect((await call('convert', kept, kept, '-o', 'table')).stdout.split('\n')).toHaveLength(4);
  expect((await call('convert', kept, '--fail-on', 'high', '-q', '-o', 'table')).code).toBe(1);
  expect((await call('convert', 'package.json')).stderr).toMatch(/^package\.json: RESULT_INVALID /);
});

describe('secrets', () => {
  // Real lines of a failure, with every sample around them and on them.
  const lines = readFileSync(LOG, 'utf8').trimEnd().split('\n');
  const text = lines.map(
    (line, i) =>
      `${line.replace(/"$/, '')} ${SAMPLES[i % SAMPLES.length]!.line.replaceAll('"', '\\"').replaceAll('\n', '\\n')}"\n`,
  );
  const around = lines.flatMap((line, i) => [
    SAMPLES[(2 * i) % SAMPLES.length]!.line,
    line,
    SAMPLES[(2 * i + 1) % SAMPLES.length]!.line,
  ]);
  const logs = folderOf({ 'on.log': text.join(''), 'around.log': `${around.join('\n')}\n` });
  const secrets = SAMPLES.flatMap((sample) => sample.secrets);

  test.each(['markdown', 'sarif', 'junit', 'github'])('none in %s', async (output) => {
    const { stdout, stderr } = await call('scan', logs, '-o', output);
    expect(stdout.length).toBeGreaterThan(200);
    expect(leaks(stdout + stderr, secrets)).toEqual([]);
  });

  test.each(['terminal', 'ndjson', 'json', 'table', 'wide'])('none in %s with --redact', async (output) => {
    const { stdout, stderr } = await call(
      'scan',
      logs,
      '-o',
      output,
      '--redact',
      ...(output === 'ndjson' ? ['--stream'] : []),
    );
    expect(stdout.length).toBeGreaterThan(200);
    expect(leaks(stdout + stderr, secrets)).toEqual([]);
  });

  test('all there without', async () => {
    const { stdout } = await call('scan', logs, '-o', 'json');
    expect(leaks(stdout, secrets).length).toBeGreaterThan(20);
    expect(leaks((await call('scan', logs, '-o', 'markdown', '--no-redact')).stdout, secrets)).not.toEqual(
      [],
    );
  });
});

describe('in a job of GitHub Actions', () => {
  async function job(
    env: Record<string, string>,
    ...words: string[]
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const out: string[] = [];
    const err: string[] = [];
    const code = await run(words, {
      name: 'whynotready',
      env: { GITHUB_ACTIONS: 'true', ...env },
      platform: 'linux',
      stdin: {},
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      now: () => 0,
      interruptible: () => new AbortController().signal,
    });
    return { code, stdout: out.join(''), stderr: err.join('') };
  }

  test('the answer is text to the runner, the annotations are commands', async () => {
    const hostile = folderOf({
      'k3s.log': readFileSync(LOG, 'utf8').replaceAll('msg="', 'msg="::error::x '),
    });
    const { stdout } = await job({}, 'scan', hostile);
    const lines = stdout.trimEnd().split('\n');
    const token = lines[0]!.replace('::stop-commands::', '');
    expect(token).toMatch(/^[0-9a-f-]{36}$/);
    const end = lines.indexOf(`::${token}::`);
    expect(end).toBeGreaterThan(10);
    expect(lines.slice(end + 1).map((line) => line.split(' ')[0])).toEqual(['::error']);
  });

  test('the summary of the step is added to', async () => {
    const summary = join(folder(), 'summary.md');
    writeFileSync(summary, 'before\n');
    await job({ GITHUB_STEP_SUMMARY: summary }, 'scan', LOG);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## 1 cause/);
    const { code, stderr } = await job({ GITHUB_STEP_SUMMARY: '/no/such/file' }, 'scan', LOG);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^::warning::the summary .* can't be written/)]);
  });

  test('other outputs are left as they are', async () => {
    const { stdout } = await job({}, 'scan', LOG, '-o', 'ndjson');
    expect(stdout).not.toMatch(/^::/m);
  });
});
