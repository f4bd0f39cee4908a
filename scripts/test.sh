#!/usr/bin/env bash
# All checks, one after the other; stops at the first that fails. Called by `npm test`, which puts the repository's own Node first.
# With CI=true a skipped test is a failure. The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

step() {
  local name=$1 start=$SECONDS
  shift
  echo "== $name"
  "$@" || { echo "== $name: failed"; exit 1; }
  echo "== $name: $((SECONDS - start)) s"
}

if [[ -x scripts/setup-tests.sh ]]; then step 'programs of the system' scripts/setup-tests.sh; fi
# First, because it writes sources that the others read.
step 'build' node scripts/build.ts
step 'types' tsc --noEmit
step 'lint' oxlint --type-aware --deny-warnings
step 'format' prettier --check --log-level warn .

echo '== tests'
results=build/test-results.json
mkdir -p build
rm -f "$results"
status=0
vitest run --allowOnly=false --reporter=dot --reporter=json --outputFile.json="$results" || status=$?
node scripts/test-verdict.ts "$results" || status=1
exit "$status"
