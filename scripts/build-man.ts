/** Writes docs/whynotready.1, the manual page. A test holds it against the tables of commands and flags. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { manPage } from '../src/cli/man.ts';

await writeFile(fileURLToPath(new URL('../docs/whynotready.1', import.meta.url)), manPage());
