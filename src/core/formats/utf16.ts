/** UTF-16 to UTF-8, as a stream: the rest of the flow knows UTF-8 only. */

/** Push bytes in, take UTF-8 out; a surrogate pair may be split over pieces. Broken pairs become U+FFFD, the byte-order mark is dropped. */
export interface Utf16Decoder {
  push(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

export function createUtf16Decoder(shape: 'utf-16le' | 'utf-16be'): Utf16Decoder {
  const decoder = new TextDecoder(shape);
  const encoder = new TextEncoder();
  return {
    push: (chunk) => encoder.encode(decoder.decode(chunk, { stream: true })),
    end: () => encoder.encode(decoder.decode()),
  };
}
