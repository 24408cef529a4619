import { z } from 'zod'
import { rejectFarTooLong } from './text'

export const email = z
  .string()
  .check(rejectFarTooLong(1000, 254))
  .transform((text) => asciiDomain(text.trim().toLowerCase()))
  .pipe(z.email({ error: 'bad_email' }).max(254))

/**
 * Converts the domain of an address to ASCII (RFC 5891): `info@müller.de` becomes `info@xn--mller-kva.de`. Addresses
 * are stored, compared and shown in this form, which reveals domains that imitate others.
 */
function asciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  const keepsForm = /^\p{ASCII}*$/u.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)
  if (!at || keepsForm) return address
  try {
    return address.slice(0, at) + new URL(`http://${domain}`).hostname
  } catch {
    return address
  }
}
