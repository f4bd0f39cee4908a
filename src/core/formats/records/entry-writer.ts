import type { RecordLine } from '../records.ts';

/** A record holds no more bytes than this. */
export const MAX_RECORD = 4 << 20;

/** Collects the fields of one journal entry and writes them as a line of JSON; a field that comes more than once becomes an array. */
export class EntryWriter {
  private readonly names: string[] = [];
  private readonly values: (string | string[])[] = [];
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private line = 0;
  private offset = 0;
  private size = 0;
  begun = false;

  /** Notes where the entry begins; later calls for the same entry change nothing. */
  begin(line: number, offset: number): void {
    if (this.begun) return;
    this.begun = true;
    this.line = line;
    this.offset = offset;
  }

  /** False: the entry is too large, and this field is not kept. */
  add(name: string, value: Uint8Array): boolean {
    this.size += name.length + value.length;
    if (this.size > MAX_RECORD) return false;
    this.addText(name, this.decoder.decode(value));
    return true;
  }

  addText(name: string, value: string): void {
    const at = this.names.indexOf(name);
    const known = this.values[at];
    if (known === undefined) {
      this.names.push(name);
      this.values.push(value);
    } else if (typeof known === 'string') this.values[at] = [known, value];
    else known.push(value);
  }

  /** The entry, if any field was kept; ready for the next one afterwards. */
  finish(): RecordLine | undefined {
    const { names, values, line, offset } = this;
    let text = '';
    for (let i = 0; i < names.length; i++)
      text += `${i === 0 ? '{"' : ',"'}${names[i]}":${JSON.stringify(values[i])}`;
    names.length = 0;
    values.length = 0;
    this.size = 0;
    this.begun = false;
    return text === '' ? undefined : { text: `${text}}`, line, offset };
  }
}
