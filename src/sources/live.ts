/** A stream that is read while it grows: whole lines only, so that a pause never falls into one. Loaded only for live input. */
import type { Readable } from 'node:stream';
import split from 'split2';

/** A line that never ends is passed over from here on; the reader cuts lines far earlier. */
const MAX_PENDING = 16 << 20;

/** The stream's lines as bytes, each with a line end (the last one gets it where the stream had none). */
export async function* liveLines(stream: Readable): AsyncGenerator<Uint8Array> {
  // As latin1 every byte is one character and comes back unchanged.
  stream.setEncoding('latin1');
  const limits = { maxLength: MAX_PENDING, skipOverflow: true };
  const lines = stream.pipe(split('\n', (line) => `${line}\n`, limits));
  stream.on('error', (error) => lines.destroy(error));
  for await (const line of lines) yield Buffer.from(line as string, 'latin1');
}
