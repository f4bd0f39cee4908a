/** `merge`: what goes together, what does not, and what is missing. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writePartial } from '../../../src/cli/partial.ts';
import { loadRules } from '../../../src/pipeline/load-rules.ts';
import { partialOf } from '../../../src/pipeline/merge.ts';
import { scan } from '../../../src/pipeline/scan.ts';
import type { DocumentSource, Share } from '../../../src/sources/documents.ts';
import { call, folderOf } from './call.ts';

const FAILING = 'fixtures/failing/k3s-agent-node-password-rejected/input.log';
const QUIET = 'fixtures/quiet/etcd-quiet-start-stop/input.log';
const rules = await loadRules();

interface Told {
  readonly code: number;
  readonly incidents: readonly { readonly rule: { readonly id: string }; readonly count: number }[];
  readonly summary: { readonly complete: boolean; readonly lines: number };
  readonly stderr: string;
}

async function merge(...words: string[]): Promise<Told> {
  const { code, stdout, stderr } = await call('merge', '-o', 'json', ...words);
  return { code, stderr, ...(stdout === '' ? {} : (JSON.parse(stdout) as object)) } as Told;
}

/** Of one scan each. */
async function partialsOf(...logs: string[]): Promise<string[]> {
  const root = folderOf({});
  const files: string[] = [];
  for (const [i, log] of logs.entries()) {
    files.push(join(root, `${i}.json`));
    expect(await call('scan', log, '--partial', files.at(-1)!)).toMatchObject({ code: 0 });
  }
  return files;
}

describe('files of several machines', () => {
  test('make one answer; so do merged ones', async () => {
    const [a, b] = (await partialsOf(FAILING, QUIET)) as [string, string];
    const whole = await call('scan', FAILING, QUIET, '-o', 'json');
    expect(await call('merge', a, b, '-o', 'json')).toEqual(whole);
    const both = join(folderOf({}), 'both.json');
    expect(await call('merge', b, '--partial', both)).toMatchObject({ code: 0 });
    expect(await call('merge', both, a, '-o', 'json')).toEqual(whole);
  });

  test('a partial result is for its owner only', async () => {
    const [a] = (await partialsOf(FAILING)) as [string];
    expect(statSync(a).mode & 0o777).toBe(0o600);
  });

  test('the log itself is not overwritten', async () => {
    const root = folderOf({ 'k3s.log': readFileSync(FAILING, 'utf8') });
    const log = join(root, 'k3s.log');
    const { code, stderr } = await call('scan', log, '--partial', log);
    expect([code, stderr]).toEqual([2, expect.stringContaining('this is an input; it would be overwritten')]);
    expect(readFileSync(log, 'utf8')).toBe(readFileSync(FAILING, 'utf8'));
  });

  test('a folder that is not there is said before the work', async () => {
    const { code, stdout, stderr } = await call('scan', FAILING, '--partial', '/nowhere/a.json');
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('there is no folder /nowhere')]);
  });
});

test('what is merged can be sent; where nobody listens it is kept', async () => {
  const [a] = (await partialsOf(FAILING)) as [string];
  const dead = join(folderOf({}), 'dead.ndjson');
  const flags = ['--es-url', 'http://127.0.0.1:9', '--es-retry-for', '1s', '--es-dead-letters', dead];
  const { code, stderr } = await call('merge', a, '-o', 'elasticsearch', ...flags);
  expect([code, stderr]).toEqual([3, expect.stringContaining('could not be delivered to Elasticsearch')]);
  const documents = readFileSync(dead, 'utf8').trimEnd().split('\n');
  expect(documents.filter((line) => line.includes('k3s/node-password-rejected')).length).toBeGreaterThan(1);
});

describe('what can not be merged', () => {
  async function refusal(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await call('merge', ...words);
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  }

  test('the same file twice', async () => {
    const [a, b] = (await partialsOf(FAILING, QUIET)) as [string, string];
    expect(await refusal(a, b, a)).toMatch(
      /0\.json: RESULT_INVALID the file is named twice: what it says would count twice/,
    );
  });

  test('a copy, a scan that was done again, a result that is in a merged one', async () => {
    const [a, again, b] = (await partialsOf(FAILING, FAILING, QUIET)) as [string, string, string];
    expect(await refusal(a, again)).toMatch(/1\.json: RESULT_INVALID the same result is in .*0\.json/);
    const both = join(folderOf({}), 'both.json');
    await call('merge', a, b, '--partial', both);
    expect(await refusal(both, b)).toMatch(/2\.json: RESULT_INVALID the same result is in .*both\.json/);
  });

  test('a file that is cut', async () => {
    const [a] = (await partialsOf(FAILING)) as [string];
    const text = readFileSync(a, 'utf8');
    for (const length of [40, text.length >> 1, text.length - 3]) {
      writeFileSync(a, text.slice(0, length));
      expect(await refusal(a)).toContain('RESULT_INVALID this partial result is cut');
    }
  });

  test('a file that was changed', async () => {
    const [a] = (await partialsOf(FAILING)) as [string];
    writeFileSync(a, readFileSync(a, 'utf8').replace('"bytes":', '"bytes":1'));
    expect(await refusal(a)).toContain('this partial result was changed after it was written');
  });

  test.each([
    ['another version', ['"form":3', '"form":2'], 'this partial result is of another version ('],
    ['other rules', ['"rules":"', '"rules":"0'], 'it was found with other rules'],
    ['no partial result', ['"whynotready"', '"whatever"'], 'this is no partial result'],
  ] as const)('%s', async (_, [from, to], told) => {
    const [a] = (await partialsOf(FAILING)) as [string];
    writeFileSync(a, readFileSync(a, 'utf8').replace(from, to));
    expect(await refusal(a)).toContain(told);
  });

  test('what --only left, with all rules', async () => {
    const file = join(folderOf({}), 'a.json');
    await call('scan', FAILING, '--only', 'k3s/*', '--partial', file);
    expect(await refusal(file)).toContain('it was found with other rules');
    expect(await call('merge', file, '--only', 'k3s/*')).toMatchObject({ code: 0 });
  });

  test.each(['', 'null', '[]', '{}', '"partial"', 'Nov 21 10:00:00 node1 k3s[1]: text'])(
    'a file with %j',
    async (text) => {
      const file = join(folderOf({ 'a.json': text }), 'a.json');
      expect(await refusal(file)).toContain('RESULT_INVALID this is no partial result');
    },
  );

  test('a file that is not there', async () => {
    expect(await refusal('/nowhere/a.json')).toContain('RESULT_INVALID ENOENT');
  });

  test('one with coverage, one without', async () => {
    const root = folderOf({});
    const [a, b] = [join(root, 'a.json'), join(root, 'b.json')];
    await call('scan', FAILING, '--coverage', '--partial', a);
    await call('scan', QUIET, '--partial', b);
    expect(await refusal(b, a)).toMatch(
      /a\.json: RESULT_INVALID it was made with --coverage, .*b\.json was not/,
    );
  });
});

const REJECTED = `level=info msg="Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"`;
const CLUSTER = 'es://es1:9200';
const SINCE = Date.UTC(2026, 10, 21);
const WHOLE: Share = { cluster: CLUSTER, index: 'filebeat-*', since: SINCE, number: 1, count: 3 };

/** What the scan of a slice keeps; its one document is its own. */
async function slice(file: string, share: Share): Promise<string> {
  const name = `${share.cluster}/${share.index}`;
  const time = new Date(SINCE + share.number * 1000).toISOString();
  const hit = {
    _index: 'filebeat-1',
    _id: `${share.since}-${share.number}`,
    _source: { '@timestamp': time, host: { name: 'node1' }, message: REJECTED },
  };
  const documents: DocumentSource = {
    name,
    cluster: share.cluster,
    share,
    async *pages() {
      yield [JSON.stringify(hit)];
    },
  };
  await scan({
    paths: [],
    documents,
    rules,
    timeZone: 'UTC',
    jobs: 1,
    onFindings: (findings) => writePartial(file, rules, partialOf(findings, { id: file, share })),
  });
  return file;
}

test.each(['--slice', '--es-index', '--es-query'])('%s is for documents, not for files', async (flag) => {
  const { code, stderr } = await call('scan', QUIET, flag, '1/2');
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(`USAGE ${flag} without a cluster to read from`),
  ]);
});

describe('slices of a scan', () => {
  async function slices(...shares: Partial<Share>[]): Promise<string[]> {
    const root = folderOf({});
    const files: string[] = [];
    for (const [i, share] of shares.entries())
      files.push(await slice(join(root, `${i}.json`), { ...WHOLE, ...share }));
    return files;
  }

  test('all of them, in any order, in groups', async () => {
    const [a, b, c] = (await slices({ number: 1 }, { number: 2 }, { number: 3 })) as [string, string, string];
    const whole = await merge(a, b, c);
    expect(whole).toMatchObject({ code: 0, stderr: '', summary: { complete: true, lines: 3 } });
    expect(whole.incidents).toMatchObject([{ rule: { id: 'k3s/node-password-rejected' }, count: 3 }]);
    expect(await merge(c, a, b)).toEqual(whole);
    const two = join(folderOf({}), 'two.json');
    expect(await call('merge', b, c, '--partial', two)).toMatchObject({ code: 3 });
    expect(await merge(two, a)).toEqual(whole);
  });

  test('some that are not there: what is there, and exit code 3', async () => {
    const files = await slices({ number: 2, count: 4 });
    const { code, stderr, summary, incidents } = await merge(...files);
    expect([code, summary.complete, incidents.length]).toEqual([3, false, 1]);
    expect(stderr).toContain(
      'es://es1:9200/filebeat-*: PARTIAL_MISSING slice 1/4, 3/4, 4/4 is not among the files: what its documents say is missing',
    );
    expect(stderr).toContain('--slice 1/4 --partial FILE');
  });

  test('a slice twice', async () => {
    const files = await slices({ number: 1 }, { number: 2 }, { number: 2 }, { number: 3 });
    const { code, stderr } = await merge(...files);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/2\.json: RESULT_INVALID slice 2\/3 is in .*1\.json, too/),
    ]);
  });

  test.each([
    [{ index: 'logs-*' }, '--es-index logs-*, not filebeat-*'],
    [{ query: 'host.name:node1' }, '--es-query host.name:node1, not none'],
    [{ since: SINCE + 5 }, '--since 2026-11-21T00:00:00.005Z, not 2026-11-21T00:00:00.000Z'],
    [{ until: SINCE + 60_000 }, '--until 2026-11-21T00:01:00.000Z, not none'],
    [{ count: 4 }, '--slice I/4, not I/3'],
    [{ cluster: 'es://es2:9200' }, 'es://es2:9200, not es://es1:9200'],
  ])('of another scan: %j', async (other, told) => {
    const files = await slices({ number: 1 }, { number: 2 }, { ...other, number: 3 });
    const { code, stderr } = await merge(...files);
    expect(code).toBe(2);
    expect(stderr).toContain(`2.json: RESULT_INVALID it is of another scan than `);
    expect(stderr.match(/RESULT_INVALID/g)).toHaveLength(1);
    expect(stderr).toContain(told);
  });

  test('whole scans of times one after the other', async () => {
    const noon = SINCE + 43_200_000;
    const files = await slices({ number: 1, count: 1, until: noon }, { number: 1, count: 1, since: noon });
    expect(await merge(...files)).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([{ count: 1 }, { count: 1, until: SINCE + 5000 }])(
    'the same documents twice: %j',
    async (other) => {
      const files = await slices({ number: 1, count: 1, since: SINCE - 1 }, { number: 1, ...other });
      const { code, stderr } = await merge(...files);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/1\.json: RESULT_INVALID documents of it are in .*0\.json, too/),
      ]);
    },
  );

  test('beside files', async () => {
    const [log] = (await partialsOf(FAILING)) as [string];
    const files = await slices({ number: 1, count: 1 });
    expect(await merge(log, ...files)).toMatchObject({ code: 0, stderr: '' });
  });
});
