import type { RecordLine } from '../records.ts';

/** A record holds no more bytes than this. */
export const MAX_RECORD = 4 << 20;

/** Collects the fields of one journal entry and writes them as a line of JSON; a field that comes more than once becomes an array. */
export class EntryWriter {
  private readonly values = new Map<string, string[]>();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private line = 0;
  private offset = 0;
  private size = 0;
  private begun = false;

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
    const text = this.decoder.decode(value);
    const known = this.values.get(name);
    if (known === undefined) this.values.set(name, [text]);
    else known.push(text);
    return true;
  }

  /** The entry, if any field was kept; ready for the next one afterwards. */
  finish(): RecordLine | undefined {
    const fields: string[] = [];
    for (const [name, [first, ...others]] of this.values) {
      fields.push(`"${name}":${JSON.stringify(others.length === 0 ? first : [first, ...others])}`);
    }
    const { line, offset } = this;
    this.values.clear();
    this.size = 0;
    this.begun = false;
    return fields.length === 0 ? undefined : { text: `{${fields.join(',')}}`, line, offset };
  }
}
