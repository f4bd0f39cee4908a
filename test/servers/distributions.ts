/** The servers that the tests run against: pinned by version and sum, from Maven Central. */

export type ServerKind = 'elasticsearch' | 'opensearch';

export interface Distribution {
  readonly kind: ServerKind;
  readonly version: string;
  /** Maven coordinates: group:artifact:version:packaging. */
  readonly artifact: string;
  readonly sha256: string;
  /** Oldest JDK that runs it. */
  readonly jdk: number;
}

const ELASTIC = 'org.elasticsearch.distribution.integ-test-zip:elasticsearch';
const OPENSEARCH = 'org.opensearch.distribution.integ-test-zip:opensearch';

export const DISTRIBUTIONS: readonly Distribution[] = [
  {
    kind: 'elasticsearch',
    version: '9.5.3',
    artifact: `${ELASTIC}:9.5.3:zip`,
    sha256: 'bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d',
    jdk: 21,
  },
  {
    kind: 'elasticsearch',
    version: '8.19.21',
    artifact: `${ELASTIC}:8.19.21:zip`,
    sha256: '215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a',
    jdk: 17,
  },
  {
    kind: 'opensearch',
    version: '3.6.0',
    artifact: `${OPENSEARCH}:3.6.0:zip`,
    sha256: 'a91faa1dc1cadc78cb278b4f63847e19e1627a4e9de698e14e7efc14ee37b286',
    jdk: 21,
  },
];

/** Throws when the version is none of the pinned ones. */
export function distribution(kind: ServerKind, version: string): Distribution {
  const found = DISTRIBUTIONS.find((each) => each.kind === kind && each.version === version);
  if (found === undefined) throw new Error(`no pinned distribution: ${kind} ${version}`);
  return found;
}
