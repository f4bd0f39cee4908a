import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { compileKernel, KERNELS } from '../../../scripts/build-kernel.ts';
import { createScanner } from '../../../src/core/scanner/index.ts';
import { createWasmScanner } from '../../../src/core/scanner/wasm.ts';

afterEach(() => vi.unstubAllGlobals());

test.each(KERNELS)('$target is what its source compiles to', (kernel) => {
  expect(readFileSync(kernel.target, 'utf8')).toBe(compileKernel(kernel));
});

test('it runs here', () => {
  expect(createWasmScanner(['eight by'], 100)).toBeDefined();
});

test('without WebAssembly the twin does the work', () => {
  vi.stubGlobal('WebAssembly', undefined);
  expect(createWasmScanner(['eight by'], 100)).toBeUndefined();
  const scanner = createScanner(['eight by'], 100);
  scanner.window.set(Buffer.from('the eight bytes'));
  expect(scanner.scan(0, 15).count).toBe(1);
  expect(scanner.hitAt[0]).toBe(4);
});
