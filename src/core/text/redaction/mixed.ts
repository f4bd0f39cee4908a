/** Letters and digits, or small and large ones past the first: no word of a language. */
export function isMixed(word: string): boolean {
  return (/[0-9]/.test(word) && /[A-Za-z]/.test(word)) || (/[a-z]/.test(word) && /[A-Z]/.test(word.slice(1)));
}
