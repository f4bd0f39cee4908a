/** Reads vitest's JSON result and prints `N passed, N failed`. With CI=true a test that did not run is a failure. Run: node scripts/test-verdict.ts FILE */
import { readFileSync } from 'node:fs';

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const results = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Results;
const skipped = results.testResults.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ status, fullName }) => `${status}: ${name}: ${fullName}`),
);
// A file that does not even load has no tests to count.
const broken = results.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && assertionResults.every((each) => each.status !== 'failed'),
);
const counted = process.env.CI === 'true' ? skipped.length : 0;
const failed = results.numFailedTests + broken.length + counted;
for (const line of skipped) console.log(line);
for (const { name } of broken) console.log(`did not load: ${name}`);
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
