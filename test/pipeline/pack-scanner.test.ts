/** The scanner of the built-in rules starts with what was worked out when they were built. */
import { expect, test } from 'vitest';
import { scannerLiterals } from '../../src/core/analysis.ts';
import { chooseParts } from '../../src/core/scanner/chosen-parts.ts';
import { loadRules } from '../../src/pipeline/load-rules.ts';
import { packOf, recipeOf } from '../../src/pipeline/pack-recipe.ts';

test('parts of literals are known beforehand, in workers, too', async () => {
  const pack = await loadRules();
  expect(pack.chosenParts).toEqual(chooseParts(scannerLiterals(pack)));
  expect((await packOf(await recipeOf(pack))).chosenParts).toEqual(pack.chosenParts);
});
