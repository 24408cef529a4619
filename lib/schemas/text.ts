import { z } from 'zod'

/** Ids as the database has them. */
export const uuid = z.uuid()

/** One line: trimmed, without control characters, in Unicode's composed form so that equal texts are equal. */
export function line(limit: number, minimum = 0) {
  return z
    .string()
    .superRefine(within(limit, limit * 4)) // before the work below; what is left is measured again
    .transform((text) => text.normalize('NFC').replace(CONTROL, ' ').trim())
    .pipe(z.string().min(minimum).max(limit))
}

/** Text of many lines: line feeds only, no other control characters. */
export function prose(limit: number) {
  return z
    .string()
    .superRefine(within(limit, limit * 2))
    .transform((text) =>
      text.normalize('NFC').replace(/\r\n?/g, '\n').replace(CONTROL_BUT_LINES, '').trimEnd(),
    )
    .pipe(z.string().max(limit))
}

/** Refuses what is longer than `most`, and says `limit`: what a person may count on. */
function within(limit: number, most: number) {
  return (text: string, context: z.RefinementCtx) => {
    if (text.length <= most) return
    context.addIssue({ code: 'too_big', origin: 'string', maximum: limit, inclusive: true, input: text })
  }
}

export const email = z
  .string()
  .max(1000)
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email({ error: 'bad_email' }).max(254))

/** An optional key that makes a repeated submit do its work once. */
export const onceKey = z.string().min(8).max(64).optional()

// Postgres cannot store NUL; the rest (and lone surrogates) would show as nothing or garbage.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\ud800-\udfff]+/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff]+/gu
