import { z } from 'zod'

/** Ids as the database has them. */
export const uuid = z.uuid()

/** One line: trimmed, without control characters, in Unicode's composed form so that equal texts are equal. */
export function line(limit: number, minimum = 0) {
  return z
    .string()
    .check(shortEnough(limit * 4, limit))
    .transform((text) => text.normalize('NFC').replace(CONTROL, ' ').trim())
    .pipe(z.string().min(minimum).max(limit))
}

/** Text of many lines: line feeds only, no other control characters; composed last, since those keep marks apart. */
export function prose(limit: number) {
  return z
    .string()
    .check(shortEnough(limit * 2, limit))
    .transform((text) =>
      text.replace(/\r\n?/g, '\n').replace(CONTROL_BUT_LINES, '').normalize('NFC').trimEnd(),
    )
    .pipe(z.string().max(limit))
}

export const email = z
  .string()
  .check(shortEnough(1000, 254))
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email({ error: 'bad_email' }).max(254))

/** An optional key that makes a repeated submit do its work once. */
export const onceKey = z.string().min(8).max(64).optional()

/** Refuses what is far too long before any work is done on it; what is left is measured again. */
function shortEnough(most: number, limit: number) {
  return ({ value, issues }: z.core.ParsePayload<string>) => {
    if (value.length <= most) return
    issues.push({ code: 'too_big', origin: 'string', maximum: limit, input: value, continue: false })
  }
}

// Postgres cannot store NUL; the rest (and lone surrogates) would show as nothing or garbage. Unicode's own line
// and paragraph separators would make two lines of one.
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]+/gu
const CONTROL_BUT_LINES = /(?![\t\n])[\p{Cc}\p{Cs}]/gu
