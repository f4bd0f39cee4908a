/** The built command reads a real server, security and TLS on, with just the rights that the page names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { command, FAILING, QUIET } from '../e2e/command.ts';
import type { Ended } from '../e2e/command.ts';
import { canRun, sharedServer } from '../servers/shared.ts';
import type { Server } from '../servers/shared.ts';
import { role } from './docs.ts';
import { folder, REJECTED, SECURE } from './run.ts';

const INDEX = 'filebeat-command';

/** Each line as a document of Filebeat; only some can match a rule. */
function bulk(): string {
  const many = Array.from({ length: 100 }, () => `level=info ${REJECTED}`);
  const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');
  // Words that only a few hundred documents have are looked for loosely: there have to be more.
  const quiet = Array.from({ length: 20 }, () => linesOf(QUIET)).flat();
  return [...linesOf(FAILING), ...quiet, ...many]
    .flatMap((message, i) => [
      { create: { _id: `d${i}` } },
      {
        '@timestamp': new Date(Date.UTC(2026, 10, 21, 10) + i * 1000).toISOString(),
        host: { name: `node-${i % 5}` },
        message,
      },
    ])
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
}

/** What was concluded, without how much was read for it. */
function answer({ code, stdout, stderr }: Ended) {
  const { incidents, links, diagnoses, facts, summary } = JSON.parse(stdout) as Record<string, unknown> & {
    incidents: unknown[];
    summary: { lines: number; problems: unknown[]; complete: boolean };
  };
  return {
    conclusions: { code, incidents, links, diagnoses, facts, complete: summary.complete },
    lines: summary.lines,
    stderr,
  };
}

const SECURED = [SECURE, { kind: 'elasticsearch', version: '8.19.21', security: true }] as const;

for (const options of SECURED)
  describe.runIf(canRun(options.kind, options.version))(
    `scan es+https://, Elasticsearch ${options.version}`,
    { timeout: 240_000 },
    () => {
      let server: Server;
      let reader = '';
      beforeAll(async () => {
        server = await sharedServer(options);
        const properties = { '@timestamp': { type: 'date' }, message: { type: 'text' } };
        await server.request('PUT', `/${INDEX}`, {
          settings: { number_of_shards: 2, number_of_replicas: 0 },
          mappings: { properties },
        });
        const { body } = await server.request('POST', `/${INDEX}/_bulk?refresh=true`, bulk());
        if (body.errors !== false) throw new Error(JSON.stringify(body));
        reader = await keyFor(role('reader'));
      });

      async function keyFor(descriptor: object): Promise<string> {
        const { body } = await server.request('POST', '/_security/api_key', {
          name: 'reader',
          role_descriptors: { reader: descriptor },
        });
        return body.encoded;
      }

      async function scan(words: readonly string[], key = reader): Promise<Ended> {
        const address = server.url.replace('https:', 'es+https:');
        const args = ['scan', address, '--es-ca', server.ca, '--es-index', INDEX, '-o', 'json', ...words];
        return command(args, { env: { WHYNOTREADY_ES_API_KEY: key } });
      }

      test('the role of the page is enough for push-down, which changes nothing', async () => {
        const down = answer(await scan([]));
        const all = answer(await scan(['--no-push-down']));
        expect([down.stderr, all.stderr]).toEqual(['', '']);
        expect(down.conclusions).toMatchObject({ code: 0, complete: true });
        expect(down.conclusions.incidents.length).toBeGreaterThan(2);
        expect(down.conclusions).toEqual(all.conclusions);
        expect(down.lines).toBeLessThan(all.lines);
      });

      test('two slices merge to the whole', async () => {
        const whole = answer(await scan(['--no-push-down']));
        const cwd = folder();
        const [a, b] = [join(cwd, 'a'), join(cwd, 'b')];
        const parts = [
          await scan(['--slice', '1/2', '--partial', a]),
          await scan(['--slice', '2/2', '--partial', b]),
        ].map(answer);
        for (const { conclusions, lines } of parts) expect([conclusions.code, lines > 0]).toEqual([0, true]);
        for (const files of [
          [a, b],
          [b, a],
        ]) {
          const merged = answer(await command(['merge', ...files, '-o', 'json']));
          expect(merged.conclusions).toEqual(whole.conclusions);
          expect(merged.lines).toBe(parts.reduce((sum, { lines }) => sum + lines, 0));
        }
      });

      test.each([
        [['read'], /all documents are read: the mapping can't be read: 403 security_exception: /],
        [
          ['read', 'view_index_metadata', 'monitor', 'maintenance'],
          /all documents are read: .* analyzer that can't be asked \(_analyze\)/,
        ],
      ])(
        'with no more than %j all documents are read, and the answer is the same',
        async (privileges, text) => {
          const key = await keyFor({ indices: [{ names: [INDEX], privileges }] });
          const few = answer(await scan([], key));
          expect(few.stderr).toMatch(text);
          expect(few.stderr.trimEnd().split('\n')).toHaveLength(1);
          const all = answer(await scan(['--no-push-down']));
          expect(few.conclusions).toEqual(all.conclusions);
          expect(few.lines).toBe(all.lines);
        },
      );

      test('without the right to read: said in words, exit code 3', async () => {
        const key = await keyFor({ indices: [{ names: ['other'], privileges: ['read'] }] });
        const { code, stderr } = await scan([], key);
        expect([code, stderr]).toEqual([
          3,
          expect.stringMatching(/: ELASTIC_READ_FAILED documents were not read: 403 security_exception: /),
        ]);
      });
    },
  );
