/** One line: without control characters, trimmed, in Unicode's composed form so that equal texts are equal. */
export function toSingleLine(text: string): string {
  return text.normalize('NFC').replace(CONTROL, ' ').trim()
}

/**
 * What somebody or something is called: one line without what nobody sees, or what turns around the text that follows,
 * so that no name looks like another or disturbs the sentence it stands in. Joiners stay: scripts and emoji need them.
 */
export function toPlainName(text: string): string {
  return toSingleLine(toSingleLine(text).replace(UNSEEN, '')).replace(/ {2,}/g, ' ')
}

/** Text of many lines: line feeds only, no other control characters; composed last, since those keep marks apart. */
export function toMultiline(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL_BUT_LINES, '').normalize('NFC').trimEnd()
}

// Postgres cannot store NUL; the rest (and lone surrogates) would show as nothing or garbage. Unicode's own line
// and paragraph separators would make two lines of one.
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]+/gu
// Unicode's directional controls (UAX #9 §2), zero-width spaces and soft hyphens, fillers that show as nothing, tags.
const UNSEEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u115f\u1160\u3164\uffa0\ufff9-\ufffb]/g
const CONTROL_BUT_LINES = /(?![\t\n])[\p{Cc}\p{Cs}]/gu
