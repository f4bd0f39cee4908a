/** Compiles the scan loop to WebAssembly and writes its bytes into a module. Run: node scripts/build-kernel.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const SOURCE = 'src/core/scanner/kernel/kernel.ts';
const TARGET = 'src/core/scanner/kernel.gen.ts';

/** The module's text; the same for the same source and compiler. Throws with the compiler's words. */
export async function compileKernel(): Promise<string> {
  const flags = [
    SOURCE,
    '--outFile',
    'kernel.wasm',
    '--runtime',
    'stub',
    '-O3',
    '--enable',
    'simd',
    '--importMemory',
    '--use',
    'abort=',
  ];
  let bytes: Uint8Array | undefined;
  const { error } = await asc.main(flags, {
    readFile: (name) => {
      try {
        return readFileSync(name, 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined)
    throw new Error(`The kernel does not compile: ${error?.message ?? 'no output'}`);
  const text = Buffer.from(bytes).toString('base64');
  return [
    '/** Made from kernel/kernel.ts by scripts/build-kernel.ts. */',
    `export const KERNEL =\n  '${text.match(/.{1,100}/g)!.join("' +\n  '")}';`,
    '',
  ].join('\n');
}

/** Writes the module when it changed. */
export async function buildKernel(): Promise<void> {
  const text = await compileKernel();
  if (current() !== text) writeFileSync(TARGET, text);
}

function current(): string {
  try {
    return readFileSync(TARGET, 'utf8');
  } catch {
    return '';
  }
}

if (import.meta.main) await buildKernel();
