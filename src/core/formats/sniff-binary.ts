/** Sources that are no text: by their magic numbers, else by their control characters. */

interface Magic {
  readonly name: string;
  readonly bytes: readonly number[];
  readonly at?: number;
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

const MAGICS: readonly Magic[] = [
  { name: 'gzip', bytes: [0x1f, 0x8b, 0x08] },
  { name: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', bytes: [0xfd, ...ascii('7zXZ'), 0] },
  { name: 'bzip2', bytes: ascii('BZh91AY&SY') },
  { name: 'lz4', bytes: [0x04, 0x22, 0x4d, 0x18] },
  { name: 'a zip archive', bytes: [...ascii('PK'), 3, 4] },
  { name: 'a zip archive', bytes: [...ascii('PK'), 5, 6] },
  { name: 'a 7z archive', bytes: [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'a tar archive', bytes: ascii('ustar'), at: 257 },
  { name: 'a systemd journal file', bytes: ascii('LPKSHHRH') },
  { name: 'a JPEG image', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a PNG image', bytes: [0x89, ...ascii('PNG')] },
  { name: 'a GIF image', bytes: ascii('GIF8') },
  { name: 'a WebP image', bytes: ascii('WEBPVP8'), at: 8 },
  { name: 'a PDF document', bytes: ascii('%PDF-') },
  { name: 'an ELF program', bytes: [0x7f, ...ascii('ELF')] },
  { name: 'a Mach-O program', bytes: [0xcf, 0xfa, 0xed, 0xfe] },
  { name: 'a WebAssembly module', bytes: [0, ...ascii('asm')] },
  { name: 'an SQLite database', bytes: ascii('SQLite format 3') },
  { name: 'a network capture', bytes: [0xd4, 0xc3, 0xb2, 0xa1] },
];

/** Name of what `bytes` starts like; undefined when no magic number is known. */
export function binaryName(bytes: Uint8Array): string | undefined {
  return MAGICS.find(({ bytes: magic, at = 0 }) => magic.every((byte, i) => bytes[at + i] === byte))?.name;
}

/** More control characters than this share, and it is no text. Random bytes have 10 %. */
const MAX_CONTROL = 0.04;
/** Zeros of short runs; programs and databases are full of them, a log torn by a crash has few long runs. */
const MAX_ZERO = 0.1;
const LONG_RUN = 64;

/** Is this no text? Bad UTF-8 alone proves nothing (logs in other encodings), nor do long runs of zeros (holes that a crash left). */
export function isBinary(bytes: Uint8Array): boolean {
  let control = 0;
  let zeros = 0;
  let holes = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (KINDS[bytes[i]!] === TEXT) continue;
    if (bytes[i] !== 0) {
      control++;
      continue;
    }
    const start = i;
    while (bytes[i + 1] === 0) i++;
    const run = i + 1 - start;
    if (run >= LONG_RUN) holes += run;
    else zeros += run;
  }
  const rest = bytes.length - holes;
  return control > Math.max(1, (rest - zeros) * MAX_CONTROL) || zeros > Math.max(8, rest * MAX_ZERO);
}

const TEXT = 0;
/** By byte; every log looks at 64 KiB of them. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 0 || isControl(byte) ? 1 : TEXT));

/** Control characters that no log has: all but backspace … carriage return, record separator (json-seq) and escape. */
function isControl(byte: number): boolean {
  return byte < 8 || (byte > 13 && byte < 27) || (byte > 27 && byte < 30) || byte === 31 || byte === 127;
}
