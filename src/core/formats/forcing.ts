/**
 * Texts that make a line a candidate though no rule asks for them: its message does not stand in it as it reads. The rest of a CRI message
 * is on a later line, and journalctl writes a message with odd bytes as an array of numbers.
 */
export const FORCING_LITERALS: readonly string[] = ['stdout P ', 'stderr P ', '"MESSAGE":[', '"MESSAGE" : ['];
