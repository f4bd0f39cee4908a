/** What a person is told of a journal that could not be read in full: one problem, whatever the number of its flaws. */
import type { Problem } from '../../core/errors.ts';
import { MAX_FIELD } from './fields.ts';
import type { JournalReader } from './reader.ts';

/** Of a journal that was read to its end. */
export function troublesOf(file: string, reader: JournalReader): Problem[] {
  const problems: Problem[] = [];
  const damages = damagesOf(reader);
  if (damages.length > 0) {
    const message = `the journal is damaged: ${damages.join('; ')}; ${readOf(reader)}`;
    problems.push({ code: 'INPUT_JOURNAL_DAMAGED', message, place: { file }, fix: fixOf(reader) });
  }
  const { large } = reader.fields.losses;
  if (large > 0) {
    const message = `${count(large, 'field')} longer than ${MAX_FIELD >> 20} MiB ${large === 1 ? 'is' : 'are'} left out`;
    problems.push({ code: 'INPUT_LINE_CUT', message, place: { file } });
  }
  if (reader.store.givenUp > 0 && reader.counts.part > 0) problems.push(tooWide(file, reader));
  return problems;
}

function damagesOf({ walk, fields, counts, header, store }: JournalReader): string[] {
  const damages: string[] = [];
  if (walk.isCut) damages.push(`it ends before its last entry does`);
  if (walk.brokenAt !== undefined) {
    const passed = count(walk.passedOver, 'byte');
    damages.push(`no object at byte ${walk.brokenAt}, ${passed} passed over`);
  }
  const { broken, unread } = fields.losses;
  if (broken > 0) damages.push(`${count(broken, 'field')} broken`);
  if (unread > 0) damages.push(`${count(unread, 'field')} compressed in an unknown way`);
  if (counts.lost > 0) damages.push(`${count(counts.lost, 'entry')} broken`);
  if (counts.part > 0 && store.givenUp === 0)
    damages.push(`${count(counts.part, 'entry')} without all fields`);
  if (damages.length === 0 && !header.online && counts.written < header.entries)
    damages.push('entries are missing');
  return damages;
}

function readOf({ counts, header }: JournalReader): string {
  const { written } = counts;
  return header.entries >= written
    ? `${written} of ${count(header.entries, 'entry')} read`
    : `${count(written, 'entry')} read`;
}

function fixOf({ walk }: JournalReader): string {
  return walk.isCut
    ? 'copy it anew, whole (`journalctl --rotate` first, when it is in use)'
    : 'what can be read was read; `journalctl --verify --file` says more of the damage';
}

function tooWide(file: string, { counts }: JournalReader): Problem {
  return {
    code: 'INPUT_JOURNAL_TOO_LARGE',
    message: `the journal keeps more fields in use than fit in memory when it is read inside an archive; ${count(counts.part, 'entry')} read without all fields`,
    place: { file },
    fix: 'unpack the journal and scan it as a file',
  };
}

function count(number: number, noun: string): string {
  const plural = noun === 'entry' ? 'entries' : `${noun}s`;
  return `${number} ${number === 1 ? noun : plural}`;
}
