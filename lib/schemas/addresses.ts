import { email } from './email'

/**
 * Parses e-mail addresses in pasted text: one per line, or separated by commas, with names as in `Ann
 * <ann@example.org>`. Returns invalid parts separately.
 */
export function parseAddresses(text: string): { good: string[]; bad: string[] } {
  const found = { good: new Set<string>(), bad: new Set<string>() }
  for (const part of text.split(/[,;\r\n]+/)) {
    const inBrackets = [...part.matchAll(/<([^<>]*)>/g)].map(([, address]) => address!)
    for (const word of inBrackets.length ? inBrackets : part.split(/\s+/)) {
      if (!word.trim()) continue
      const address = email.safeParse(word)
      if (address.success) found.good.add(address.data)
      else found.bad.add(word.trim())
    }
  }
  return { good: [...found.good], bad: [...found.bad] }
}
