/** Compiles the kernels to WebAssembly and writes their bytes into modules. Run: node scripts/build-kernel.ts */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Kernel {
  readonly source: string;
  readonly target: string;
  /** What the module calls it. */
  readonly name: string;
}

/** The scan loop, and the look at each line of a flood. */
export const KERNELS: readonly Kernel[] = [
  { source: 'kernel.ts', target: 'src/core/scanner/kernel.gen.ts', name: 'KERNEL' },
  { source: 'survey.ts', target: 'src/core/reader/survey-kernel.gen.ts', name: 'SURVEY_KERNEL' },
];
const SOURCES = 'src/core/scanner/kernel';
const COMPILER = 'node_modules/assemblyscript/bin/asc.js';
const FLAGS = ['--runtime', 'stub', '-O3', '--enable', 'simd', '--importMemory', '--use', 'abort='];

/** The module's text; the same for the same source and compiler. Throws with the compiler's words. */
export function compileKernel({ source, name }: Kernel): string {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const file = join(folder, 'kernel.wasm');
    execFileSync(process.execPath, [COMPILER, join(SOURCES, source), '--outFile', file, ...FLAGS], {
      stdio: 'pipe',
    });
    const lines = readFileSync(file)
      .toString('base64')
      .match(/.{1,100}/g)!;
    return `/** Made from kernel/${source} by scripts/build-kernel.ts. */\nexport const ${name} =\n  '${lines.join("' +\n  '")}';\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the modules that changed. */
export async function buildKernels(): Promise<void> {
  for (const kernel of KERNELS) {
    const text = compileKernel(kernel);
    if (current(kernel) !== text) await writeFile(kernel.target, text);
  }
}

function current({ target }: Kernel): string {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main) await buildKernels();
