import { z } from 'zod'
import { toMultiline, toPlainName, toSingleLine } from '@/lib/calendar/text'

/** Ids as the database has them. Capitals are as good (RFC 9562 §4), and compared nowhere. */
export const uuid = z.uuid().toLowerCase()

/** One line, as {@link toSingleLine} has it. */
export function line(limit: number, minimum = 0) {
  return z
    .string()
    .check(shortEnough(limit * 4, limit))
    .transform(toSingleLine)
    .pipe(z.string().min(minimum).max(limit))
}

/** What somebody is called, as {@link toPlainName} has it. Joiners alone are no name. */
export function personName(limit: number) {
  return z
    .string()
    .check(shortEnough(limit * 4, limit))
    .transform(toPlainName)
    .pipe(
      z
        .string()
        .min(1)
        .max(limit)
        .regex(/[^\p{Cf}\p{M}\s]/u, { error: 'required' }),
    )
}

/** Text of many lines, as {@link toMultiline} has it. */
export function prose(limit: number) {
  return z
    .string()
    .check(shortEnough(limit * 2, limit))
    .transform(toMultiline)
    .pipe(z.string().max(limit))
}

export const email = z
  .string()
  .check(shortEnough(1000, 254))
  .transform((text) => asciiDomain(text.trim().toLowerCase()))
  .pipe(z.email({ error: 'bad_email' }).max(254))

/** An optional key that makes a repeated submit do its work once. */
export const idempotencyKey = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .optional()

/**
 * An address with its domain as mail servers know it: `info@müller.de` is `info@xn--mller-kva.de` (RFC 5891). So it is
 * kept, compared and shown: a domain that only looks like another is told from it.
 */
function asciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  const plain = /^\p{ASCII}*$/u.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)
  if (!at || plain) return address
  try {
    return address.slice(0, at) + new URL(`http://${domain}`).hostname
  } catch {
    return address
  }
}

/** Refuses what is far too long before any work is done on it; what is left is measured again. */
function shortEnough(maxInput: number, limit: number) {
  return ({ value, issues }: z.core.ParsePayload<string>) => {
    if (value.length <= maxInput) return
    issues.push({ code: 'too_big', origin: 'string', maximum: limit, input: value, continue: false })
  }
}
