import { describe, expect, it } from 'vitest'
import { parseAddresses } from './addresses'

describe('parseAddresses', () => {
  it('finds distinct addresses in pasted text', () => {
    const text =
      'Ann Lee <Ann@Example.org>, bob@example.org; cleo@example.org\r\n  dora@example.org ann@example.org,,\n'
    expect(parseAddresses(text)).toEqual({
      valid: ['ann@example.org', 'bob@example.org', 'cleo@example.org', 'dora@example.org'],
      invalid: [],
    })
    expect(parseAddresses('"Lee, Ann" <ann@example.org>').valid).toEqual(['ann@example.org'])
    expect(parseAddresses(' \n,; ')).toEqual({ valid: [], invalid: [] })
  })

  it('returns invalid parts', () => {
    const tricks = ['ann@', '@example.org', 'ann@example', 'ann@example.org\u0000', 'ann@exa mple.org']
    const { valid, invalid } = parseAddresses(['bob@example.org', ...tricks].join('\n'))
    expect(valid).toEqual(['bob@example.org'])
    expect(invalid.length).toBeGreaterThanOrEqual(tricks.length)
    // Header injection and additional recipients are invalid, too.
    for (const trick of ['a@b.org%0aBcc:c@d.org', 'a@b.org\tBcc: c@d.org', '<a@b.org\u2028Bcc: x>']) {
      for (const address of parseAddresses(trick).valid) expect(address).toMatch(/^[a-z0-9.]+@[a-z.]+$/)
    }
  })
})
