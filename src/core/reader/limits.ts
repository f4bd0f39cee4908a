/** Bounds of reading. Each is part of the meaning: the same whatever the size of blocks or pieces. */

/** Longer lines are cut here for matching, bytes. */
export const MAX_LINE = 1 << 20;
/** An entry of several lines ends at the latest here, counted from its first byte. */
export const MAX_ENTRY_BYTES = 64 << 10;
/** … and after this many lines. */
export const MAX_ENTRY_LINES = 256;
/** Lines of context are taken from this many bytes before and after an entry. */
export const CONTEXT_BYTES = 4 << 10;
/** Lines of context on each side. */
export const CONTEXT_LINES = 2;
/** A line of context is cut here, bytes. */
export const MAX_CONTEXT_LINE = 1 << 10;
/** Evidence text is cut here, characters. */
export const MAX_EVIDENCE = 4 << 10;

/** Bytes that stay in the window before the part that is worked on. */
export const LOOKBACK = MAX_ENTRY_BYTES + CONTEXT_BYTES;
/** Bytes that must stand in the window behind a line before it is worked on (unless the source has ended). */
export const LOOKAHEAD = MAX_ENTRY_BYTES + CONTEXT_BYTES + MAX_CONTEXT_LINE;
/** Smallest window: the longest line and both margins fit. */
export const WINDOW_BYTES = MAX_LINE + LOOKBACK + LOOKAHEAD + (64 << 10);
