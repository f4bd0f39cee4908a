/** Compiles the scan loop to WebAssembly and writes its bytes into a module. Run: node scripts/build-kernel.ts */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCE = 'src/core/scanner/kernel/kernel.ts';
const TARGET = 'src/core/scanner/kernel.gen.ts';
const COMPILER = 'node_modules/assemblyscript/bin/asc.js';
const FLAGS = ['--runtime', 'stub', '-O3', '--enable', 'simd', '--importMemory', '--use', 'abort='];

/** The module's text; the same for the same source and compiler. Throws with the compiler's words. */
export function compileKernel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    execFileSync(process.execPath, [COMPILER, SOURCE, '--outFile', file, ...FLAGS], { stdio: 'pipe' });
    const lines = readFileSync(file)
      .toString('base64')
      .match(/.{1,100}/g)!;
    return `/** Made from kernel/kernel.ts by scripts/build-kernel.ts. */\nexport const KERNEL =\n  '${lines.join("' +\n  '")}';\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the module when it changed. */
export async function buildKernel(): Promise<void> {
  const text = compileKernel();
  if (current() !== text) await writeFile(TARGET, text);
}

function current(): string {
  try {
    return readFileSync(TARGET, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main) await buildKernel();
