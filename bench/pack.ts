/** The built-in rules' literals, of the last build: what every contestant looks for. */
import { loadRules } from '../src/pipeline/load-rules.ts';

export async function packLiterals(): Promise<readonly string[]> {
  return (await loadRules()).literals;
}
