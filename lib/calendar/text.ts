/** Returns a single line: without control characters, trimmed, and in NFC so that equal texts compare equal. */
export function toSingleLine(text: string): string {
  return text.normalize('NFC').replace(CONTROL, ' ').trim()
}

/**
 * Returns a name: a single line without invisible characters and directional controls, so that no name imitates another
 * or reorders the text around it. Keeps joiners, which scripts and emoji need.
 */
export function toPlainName(text: string): string {
  return toSingleLine(toSingleLine(text).replace(INVISIBLE, '')).replace(/ {2,}/g, ' ')
}

/**
 * Returns multiline text: line feeds as the only control characters besides tabs, in NFC (applied last, since control
 * characters separate combining marks).
 */
export function toMultiline(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL_BUT_LINES, '').normalize('NFC').trimEnd()
}

// Postgres cannot store NUL; other control characters and lone surrogates are not displayable. Unicode's line and
// paragraph separators would split a line.
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]+/gu
// Unicode's directional controls (UAX #9 §2), zero-width spaces and soft hyphens, invisible fillers, tags.
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u115f\u1160\u3164\uffa0\ufff9-\ufffb]/g
const CONTROL_BUT_LINES = /(?![\t\n])[\p{Cc}\p{Cs}]/gu
