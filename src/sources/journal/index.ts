/** Binary journal files. */
export { isJournal } from './format.ts';
export { journalInput } from './input.ts';
export type { JournalOptions } from './input.ts';
