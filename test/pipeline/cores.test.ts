/** The contract of all cores, over the built command: any number of threads, any pieces, the same bytes out. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { command, FAILING, shell, temporaryFolder } from '../e2e/command.ts';

/** Real logs of all shapes: lines, records over several lines, JSON documents, exports. */
const LOGS = readdirSync('fixtures/failing', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:log|json|export|txt)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const LONG_LINE = `${'x'.repeat(1_200_000)}\n`;

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One that runs over many pieces, long line and all; its last line has no end. */
function largeLog(parts: readonly string[]): string {
  const texts = parts.map((path) => readFileSync(path, 'utf8'));
  const once = texts.join('\n');
  return `${once.repeat(Math.ceil(400_000 / once.length))}${LONG_LINE}${once}`.trimEnd();
}

const logs = fc.uniqueArray(fc.constantFrom(...LOGS), { minLength: 3, maxLength: 12 });

describe('the same bytes with any number of threads', () => {
  test('and any size of pieces', async () => {
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 20_000, max: 300_000 }), async (parts, pieceBytes) => {
        const large = join(folder, 'large.log');
        const packed = join(folder, 'packed.log.gz');
        writeFileSync(large, largeLog(parts));
        writeFileSync(packed, gzipSync(readFileSync(parts[0]!)));
        const scan = ['scan', large, packed, ...parts, join(folder, 'missing.log'), '-o', 'json'];
        const alone = await command([...scan, '--jobs', '1']);
        for (const jobs of ['2', '8']) {
          const env = { WHYNOTREADY_PIECE_BYTES: String(pieceBytes) };
          expect(await command([...scan, '--jobs', jobs], { env })).toEqual(alone);
        }
        expect(alone.code).toBe(3);
      }),
      { numRuns: 3 },
    );
  });

  test('with own rules, which the workers are sent', async () => {
    const rules = join(folder, 'rules');
    const scan = ['scan', FAILING, ...LOGS.slice(0, 20), '-o', 'json', '--skip', 'etcd/*', '--rules', rules];
    await shell(`mkdir -p ${rules}/own && cp test/pipeline/own-rule.yaml ${rules}/own/regex.yaml`);
    const env = { WHYNOTREADY_PIECE_BYTES: '30000' };
    const [one, three] = await Promise.all(
      ['1', '3'].map((jobs) => command([...scan, '--jobs', jobs], { env })),
    );
    expect(one!.stderr).toBe('');
    expect(three).toEqual(one);
    expect(one!.stdout).toContain('own/regex');
  });

  test('from standard input, file or pipe', async () => {
    const large = join(folder, 'stdin.log');
    writeFileSync(large, largeLog(LOGS.slice(0, 5)));
    const scan = '$NODE $BIN scan -o json --host h';
    const piped = await shell(`cat ${large} | ${scan} --jobs 1`);
    for (const how of [`${scan} --jobs 1 <`, `WHYNOTREADY_PIECE_BYTES=50000 ${scan} --jobs 3 <`]) {
      const { stdout, ...rest } = await shell(`${how} ${large}`);
      expect(rest).toMatchObject({ code: piped.code, stderr: '' });
      expect(JSON.parse(stdout).incidents).toEqual(JSON.parse(piped.stdout).incidents);
    }
  });
});

test.each(['0', '-1', 'many', '1.5'])('--jobs %s is no number of threads', async (jobs) => {
  const { code, stderr } = await command(['scan', LOGS[0]!, `--jobs=${jobs}`]);
  expect(code).toBe(2);
  expect(stderr).toContain('USAGE');
});
