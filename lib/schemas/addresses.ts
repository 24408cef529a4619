import { email } from './email'

/**
 * Parses e-mail addresses in pasted text: one per line, or separated by commas, with names as in `Ann
 * <ann@example.org>`. Returns invalid parts separately.
 */
export function parseAddresses(text: string): { valid: string[]; invalid: string[] } {
  const found = { valid: new Set<string>(), invalid: new Set<string>() }
  for (const entry of text.split(/[,;\r\n]+/)) {
    const inBrackets = [...entry.matchAll(/<([^<>]*)>/g)].map(([, address]) => address!)
    for (const word of inBrackets.length ? inBrackets : entry.split(/\s+/)) {
      if (!word.trim()) continue
      const address = email.safeParse(word)
      if (address.success) found.valid.add(address.data)
      else found.invalid.add(word.trim())
    }
  }
  return { valid: [...found.valid], invalid: [...found.invalid] }
}
