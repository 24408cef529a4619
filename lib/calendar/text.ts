/** One line: without control characters, trimmed, in Unicode's composed form so that equal texts are equal. */
export function oneLine(text: string): string {
  return text.normalize('NFC').replace(CONTROL, ' ').trim()
}

/** Text of many lines: line feeds only, no other control characters; composed last, since those keep marks apart. */
export function manyLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL_BUT_LINES, '').normalize('NFC').trimEnd()
}

// Postgres cannot store NUL; the rest (and lone surrogates) would show as nothing or garbage. Unicode's own line
// and paragraph separators would make two lines of one.
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]+/gu
const CONTROL_BUT_LINES = /(?![\t\n])[\p{Cc}\p{Cs}]/gu
