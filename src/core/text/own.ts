const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A string of its own: a slice keeps the whole text alive that it was cut from. */
export function own(text: string): string {
  if (text.length < 13) return text;
  return text.isWellFormed() ? decoder.decode(encoder.encode(text)) : text.split('').join('');
}

/** The first `length` UTF-16 units of `text`, no surrogate pair cut in two. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
