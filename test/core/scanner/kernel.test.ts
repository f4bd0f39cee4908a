import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { compileKernel } from '../../../scripts/build-kernel.ts';
import { createScanner } from '../../../src/core/scanner/index.ts';
import { createWasmScanner } from '../../../src/core/scanner/wasm.ts';

afterEach(() => vi.unstubAllGlobals());

test('the kernel in the repository is what its source compiles to', () => {
  expect(readFileSync('src/core/scanner/kernel.gen.ts', 'utf8')).toBe(compileKernel());
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
