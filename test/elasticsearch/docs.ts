/** What docs/elasticsearch.md shows, as tests run it. */
import { readFileSync } from 'node:fs';

const PAGE = readFileSync('docs/elasticsearch.md', 'utf8');

/** Role `writer` or `admin`. */
export function role(name: string): object {
  const found = new RegExp('```json role=' + name + '\n(.*?)```', 's').exec(PAGE);
  if (found === null) throw new Error(`docs/elasticsearch.md has no role ${name}`);
  return JSON.parse(found[1]!) as object;
}

export interface Query {
  readonly method: string;
  readonly path: string;
  readonly body: object;
}

export function queries(): Query[] {
  return [...PAGE.matchAll(/```console\n(\w+) (\S+)\n(.*?)```/gs)].map(([, method, path, body]) => ({
    method: method!,
    path: path!,
    body: JSON.parse(body!) as object,
  }));
}
