import { z } from 'zod'
import { toMultiline, toPlainName, toSingleLine } from '@/lib/calendar/text'

/** A UUID in lower case, as in the database. Upper case is accepted, too (RFC 9562 §4). */
export const uuid = z.uuid().toLowerCase()

/** A single line, normalized by {@link toSingleLine}. */
export function line(limit: number, minimum = 0) {
  return z
    .string()
    .check(shortEnough(limit * 4, limit))
    .transform(toSingleLine)
    .pipe(z.string().min(minimum).max(limit))
}

/** The name of a person, normalized by {@link toPlainName}. Requires a visible character. */
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

/** Multiline text, normalized by {@link toMultiline}. */
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

/** An optional idempotency key, so that a repeated submit is executed once. */
export const idempotencyKey = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .optional()

/**
 * Converts the domain of an address to ASCII (RFC 5891): `info@müller.de` becomes `info@xn--mller-kva.de`. Addresses
 * are stored, compared and shown in this form, which reveals domains that imitate others.
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

/** Rejects far too long input before any processing; the exact limit is checked afterwards. */
function shortEnough(maxInput: number, limit: number) {
  return ({ value, issues }: z.core.ParsePayload<string>) => {
    if (value.length <= maxInput) return
    issues.push({ code: 'too_big', origin: 'string', maximum: limit, input: value, continue: false })
  }
}
