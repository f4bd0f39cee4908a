/** Archives made byte by byte, for what no honest program writes. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface TarEntry {
  readonly path: string;
  readonly data?: string | Uint8Array;
  readonly type?: string;
  /** What the header says; default: the truth. */
  readonly size?: number;
  readonly link?: string;
}

/** One member: header, data, padding. */
export function tarEntry({ path, data = '', type = '0', size, link = '' }: TarEntry): Buffer {
  const bytes = Buffer.from(data);
  const header = Buffer.alloc(512);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write((size ?? bytes.length).toString(8).padStart(11, '0'), 124);
  header.write('14700000000', 136);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\x0000', 257);
  return Buffer.concat([summed(header), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** Sets the checksum. */
export function summed(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

export const TAR_END = Buffer.alloc(1024);

export function tar(...entries: readonly (TarEntry | Buffer)[]): Buffer {
  return Buffer.concat([
    ...entries.map((entry) => (Buffer.isBuffer(entry) ? entry : tarEntry(entry))),
    TAR_END,
  ]);
}

/** `<length> <keyword>=<value>\n` */
export function paxRecord(keyword: string, value: string): string {
  const rest = ` ${keyword}=${value}\n`;
  let length = Buffer.byteLength(rest) + 1;
  while (String(length).length + Buffer.byteLength(rest) !== length) length++;
  return `${length}${rest}`;
}

export interface ZipMember {
  readonly path: string;
  readonly data?: string | Uint8Array;
  /** 0 stored, 8 deflate; others: `data` is taken as packed already. */
  readonly method?: number;
  readonly flags?: number;
  /** What the records say; default: the truth. */
  readonly crc?: number;
  readonly size?: number;
  readonly compressed?: number;
  /** What the local header calls it. */
  readonly localPath?: string;
  /** Where the directory says it is; default: the truth. */
  readonly offset?: number;
  /** Unix mode. */
  readonly mode?: number;
}

/** A zip file: members, directory, end. */
export function zip(members: readonly ZipMember[], before: Uint8Array = new Uint8Array(0)): Buffer {
  const parts: Buffer[] = [Buffer.from(before)];
  const entries: Buffer[] = [];
  let offset = before.length;
  for (const member of members) {
    const { local, entry } = zipRecords(member, offset);
    parts.push(local);
    entries.push(entry);
    offset += local.length;
  }
  return Buffer.concat([...parts, ...entries, zipEnd(entries, offset)]);
}

export function zipEnd(entries: readonly Buffer[], offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(
    entries.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return end;
}

/** Local header with data, and directory entry. */
export function zipRecords(member: ZipMember, offset: number): { local: Buffer; entry: Buffer } {
  const data = Buffer.from(member.data ?? '');
  const method = member.method ?? 0;
  const packed = method === 8 ? deflateRawSync(data) : data;
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(member.flags ?? 0, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(0x5d75, 8);
  fields.writeUInt32LE(member.crc ?? crc32(data), 10);
  fields.writeUInt32LE(member.compressed ?? packed.length, 14);
  fields.writeUInt32LE(member.size ?? data.length, 18);
  const localName = Buffer.from(member.localPath ?? member.path);
  const name = Buffer.from(member.path);
  const localFields = Buffer.from(fields);
  localFields.writeUInt16LE(localName.length, 22);
  fields.writeUInt16LE(name.length, 22);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6);
  tail.writeUInt32LE(member.offset ?? offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), localFields, localName, packed]),
    entry: Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, tail, name]),
  };
}
