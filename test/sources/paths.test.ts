import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileInput } from '../../src/sources/input.ts';
import { expandPaths, takesName } from '../../src/sources/paths.ts';
import type { PathOptions } from '../../src/sources/paths.ts';

let root = '';
const before = process.cwd();
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'paths-'));
  process.chdir(root);
});
afterEach(() => {
  process.chdir(before);
  rmSync(root, { recursive: true });
});

/** Each file holds its own name. */
function files(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(name), { recursive: true });
    writeFileSync(name, `${name}\n`);
  }
}

function found(paths: readonly string[], options?: PathOptions): string[] {
  return expandPaths(paths, options).files.map(({ path }) => path);
}

function problems(...paths: readonly string[]): string[] {
  return expandPaths(paths).problems.map(({ code, place }) => `${code} ${place?.file}`);
}

describe('folders', () => {
  test('are read to their depths, by the bytes of names, hidden ones left aside', () => {
    files(
      'a/b.log',
      'a/B.log',
      'a/é.log',
      'a/z/1.log',
      'a/.hidden.log',
      'a/.git/x.log',
      'a/\u{1f600}.log',
      'a/\uff01.log',
    );
    const visible = ['a/B.log', 'a/b.log', 'a/z/1.log', 'a/é.log', 'a/\uff01.log', 'a/\u{1f600}.log'];
    expect(found(['a'])).toEqual(visible);
    expect(found(['a'], { hidden: true })).toEqual(['a/.git/x.log', 'a/.hidden.log', ...visible]);
    expect(found(['a/.git', 'a/.hidden.log'])).toEqual(['a/.git/x.log', 'a/.hidden.log']);
  });

  test('hold logs, archives, compressed files and journals, and much that is none of it', () => {
    const logs = [
      'x.log',
      'x.log.1',
      'x-20261121',
      'x.tar',
      'x.tgz',
      'x.zip',
      'x.7z',
      'x.gz',
      'x.log.zst',
      'x.xz',
    ];
    const more = [
      'x.bz2',
      'x.lz4',
      'system.journal',
      'system@0.journal~',
      'syslog',
      'events',
      'a.txt',
      'wtmpx.log',
    ];
    expect([...logs, ...more].filter((name) => !takesName(name))).toEqual([]);
    const others = [
      'a.yaml',
      'a.yaml.gz',
      'a.md',
      'a.png',
      'main.go',
      'tls.key',
      'a.jar',
      'wtmp',
      'btmp.1',
      'lastlog',
    ];
    expect([...others, 'var/log/btmp-20261101', 'wtmp.1.gz'].filter(takesName)).toEqual([]);
  });

  test('pipes, sockets and links that lead nowhere in them are left alone', async () => {
    files('a/1.log');
    execFileSync('mkfifo', ['a/pipe.log']);
    symlinkSync('gone', 'a/link.log');
    symlinkSync('/dev/zero', 'a/device.log');
    const server = createServer().listen('a/socket.log');
    await new Promise((resolve) => server.once('listening', resolve));
    expect(expandPaths(['a'])).toMatchObject({ files: [{ path: 'a/1.log' }], problems: [], twins: [] });
    expect(problems('a/socket.log', 'a/link.log')).toEqual([
      'INPUT_NOT_READABLE a/socket.log',
      'INPUT_NOT_FOUND a/link.log',
    ]);
    await new Promise((resolve) => server.close(resolve));
  });

  test('JSON is taken when it holds records', () => {
    files('a/settings.json');
    writeFileSync('a/events.json', '{"kind": "EventList"}');
    expect(found(['a'])).toEqual(['a/events.json']);
  });

  test('a name that is no UTF-8 is said', () => {
    files('a/1.log');
    writeFileSync(Buffer.from('a/\xe9.log', 'latin1'), 'x');
    expect(problems('a')).toEqual(['INPUT_NOT_READABLE a/\ufffd.log']);
  });
});

describe('--glob and --exclude', () => {
  const all = [
    'a/k3s.log',
    'a/k3s.log.1.gz',
    'a/notes.md',
    'a/old/k3s.log',
    'a/old/etcd.log',
    'a/pods/x/0.log',
  ];
  test.for<[string, string[], string[]]>([
    ['nothing', [], all.filter((name) => name !== 'a/notes.md')],
    ['a name at any depth', ['k3s.log'], ['a/k3s.log', 'a/old/k3s.log']],
    ['a path from the folder on', ['old/*.log'], ['a/old/etcd.log', 'a/old/k3s.log']],
    ['a name in the folder itself', ['/*.log'], ['a/k3s.log']],
    ['several', ['*.gz', 'etcd*'], ['a/k3s.log.1.gz', 'a/old/etcd.log']],
    ['alternatives', ['{k3s,etcd}.log'], ['a/k3s.log', 'a/old/etcd.log', 'a/old/k3s.log']],
    ['all below a folder', ['pods/**'], ['a/pods/x/0.log']],
    ['folders between', ['**/x/*.log'], ['a/pods/x/0.log']],
    ['one sign', ['?.log', '[e]tcd.log'], ['a/old/etcd.log', 'a/pods/x/0.log']],
    ['left out', ['!*.gz', '!old'], ['a/k3s.log', 'a/pods/x/0.log']],
    [
      'the last counts',
      ['*.log', '!k3s*', 'old/k3s.log'],
      ['a/old/etcd.log', 'a/old/k3s.log', 'a/pods/x/0.log'],
    ],
    ['asked for, whatever its name', ['*.md'], ['a/notes.md']],
    ['folders only', ['!k3s.log/', '!pods/'], all.filter((name) => !/md|pods/.test(name))],
  ])('%s', ([, globs, expected]) => {
    files(...all);
    expect(found(['a'], { globs }).sort()).toEqual([...expected].sort());
    // What is named is read.
    expect(found(['a/notes.md'], { globs })).toEqual(['a/notes.md']);
  });

  test('one that is not well-formed is wrong usage', () => {
    for (const glob of ['', '!', '[z-a]', '{a,b}'.repeat(12)]) {
      expect(() => expandPaths(['.'], { globs: [glob] })).toThrow("the glob '");
    }
  });
});

describe('globs as arguments', () => {
  test.for<[string, string[]]>([
    ['logs/*.gz', ['logs/a.gz', 'logs/b.gz']],
    ['*/x.log', ['logs/x.log', 'old/x.log']],
    ['**/x.log', ['logs/sub/x.log', 'logs/x.log', 'old/x.log']],
    ['{logs,old}/x.log', ['logs/x.log', 'old/x.log']],
    ['logs/[ab].gz', ['logs/a.gz', 'logs/b.gz']],
    ['./old/?.log', ['./old/x.log']],
    ['logs/[!a].gz', ['logs/b.gz']],
    ['logs/.*.log', ['logs/.h.log']],
    ['old/**', ['old/x.log']],
  ])('%s', ([pattern, expected]) => {
    files('logs/a.gz', 'logs/b.gz', 'logs/x.log', 'logs/.h.log', 'logs/sub/x.log', 'old/x.log');
    const { files: result, problems: none } = expandPaths([pattern]);
    expect(result.map(({ path }) => path)).toEqual(expected);
    expect(result.every(({ named }) => named)).toBe(true);
    expect(none).toEqual([]);
    expect(found([join(root, pattern)])).toEqual(expected.map((path) => join(root, path)));
  });

  test('a file of that very name comes first, and nothing that fits is said', () => {
    files('a[1].log', 'a1.log');
    expect(found(['a[1].log'])).toEqual(['a[1].log']);
    expect(problems('no*.log')).toEqual(['INPUT_NOT_FOUND no*.log']);
  });
});

describe('the same file under two names is read once', () => {
  const twins = (...paths: readonly string[]) => {
    const result = expandPaths(paths);
    return [result.files.map(({ path }) => path), result.twins.map(({ path, same }) => `${path} = ${same}`)];
  };

  test('links of both kinds, to files and folders', () => {
    files('a/1.log', 'b/2.log');
    linkSync('a/1.log', 'a/hard.log');
    symlinkSync('1.log', 'a/soft.log');
    symlinkSync('../b', 'a/b');
    symlinkSync('.', 'a/circle');
    expect(twins('a', 'b')).toEqual([
      ['a/1.log', 'a/b/2.log'],
      ['a/hard.log = a/1.log', 'a/soft.log = a/1.log', 'b = a/b'],
    ]);
  });

  test('the same path again is not worth a word', () => {
    files('a/1.log', 'a/notes.md');
    expect(twins('a', './a/1.log', 'a/', 'a/1.log')).toEqual([['a/1.log'], []]);
    expect(expandPaths(['a', 'a/1.log']).files[0]?.named).toBe(true);
  });

  test('copies, by all their bytes', () => {
    const text = 'x'.repeat(3_000_000);
    files('a/.keep');
    for (const name of ['a/k3s.log.1', 'a/k3s-20261121.log', 'a/middle.log', 'a/end.log'])
      writeFileSync(name, text);
    writeFileSync('a/middle.log', `${'x'.repeat(1_500_000)}y${'x'.repeat(1_499_999)}`);
    writeFileSync('a/end.log', `${'x'.repeat(2_999_999)}y`);
    expect(twins('a')).toEqual([
      ['a/end.log', 'a/k3s-20261121.log', 'a/middle.log'],
      ['a/k3s.log.1 = a/k3s-20261121.log'],
    ]);
    appendFileSync('a/k3s.log.1', 'more\n');
    expect(twins('a')[1]).toEqual([]);
  });

  test('a link to a copy is told to be the file that is read', () => {
    files('a/1.log', 'a/3.log');
    symlinkSync('3.log', 'a/4.log');
    writeFileSync('a/3.log', readFileSync('a/1.log'));
    expect(twins('a')).toEqual([['a/1.log'], ['a/4.log = a/1.log', 'a/3.log = a/1.log']]);
  });

  test('a compressed copy beside its original, by size and checksum', () => {
    const text = 'a line of a log\n'.repeat(200_000);
    files('a/.keep', 'b/.keep');
    writeFileSync('a/k3s.log.1', text);
    writeFileSync('a/k3s.log.1.gz', gzipSync(text));
    writeFileSync('b/other-name.GZ', gzipSync(text, { level: 1 }));
    writeFileSync('b/edited.gz', gzipSync(text.replace('log', 'lag')));
    writeFileSync('b/longer.gz', gzipSync(`${text}more\n`));
    writeFileSync('b/two-members.gz', Buffer.concat([gzipSync('first\n'), gzipSync(text)]));
    writeFileSync('b/not-really.gz', 'x'.repeat(20));
    expect(twins('a', 'b')).toEqual([
      ['a/k3s.log.1', 'b/edited.gz', 'b/longer.gz', 'b/not-really.gz', 'b/two-members.gz'],
      ['a/k3s.log.1.gz = a/k3s.log.1', 'b/other-name.GZ = a/k3s.log.1'],
    ]);
    expect(twins('b', 'a')[1]).toEqual(['b/other-name.GZ = a/k3s.log.1', 'a/k3s.log.1.gz = a/k3s.log.1']);
  });

  test('not at places of two nodes, and not when they are empty', () => {
    files('nodes/one/kubelet.log', 'empty-1.log');
    mkdirSync('nodes/two');
    mkdirSync('nodes/three');
    writeFileSync('nodes/three/kubelet.log.gz', gzipSync(readFileSync('nodes/one/kubelet.log')));
    copyFileSync('nodes/one/kubelet.log', 'nodes/two/kubelet.log');
    for (const name of ['empty-1.log', 'empty-2.log']) writeFileSync(name, '');
    expect(twins('.')).toEqual([
      [
        'empty-1.log',
        'empty-2.log',
        'nodes/one/kubelet.log',
        'nodes/three/kubelet.log.gz',
        'nodes/two/kubelet.log',
      ],
      [],
    ]);
  });
});

test('a named pipe is an input that is read as a stream', async () => {
  execFileSync('mkfifo', ['pipe']);
  const [file] = expandPaths(['pipe']).files;
  expect(file).toMatchObject({ path: 'pipe', size: 0, named: true });
  const input = fileInput('pipe', 'pipe');
  expect(input.size).toBeUndefined();
  const text = 'line\n'.repeat(50_000);
  const written = import('node:fs/promises').then(({ writeFile }) => writeFile('pipe', text));
  expect((await input.head()).length).toBe(64 << 10);
  const target = new Uint8Array(1 << 20);
  let at = 0;
  for (let count = 1; count > 0; at += count) count = await input.read(target.subarray(at));
  await written;
  expect(Buffer.from(target.subarray(0, at)).toString()).toBe(text);
  input.close();
});
