import { afterEach, describe, expect, it, vi } from 'vitest'
import { refusalText } from './refusal-text'

afterEach(() => vi.unstubAllGlobals())

describe('refusalText', () => {
  const refused = (code: string, data?: unknown) => ({ ok: false, error: { code, data } })
  const inLanguage = (lang: string) => vi.stubGlobal('document', { documentElement: { lang } })

  it.each([
    ['events', 'limit of 250,000 events'],
    ['series', 'limit of 250,000 repeating events'],
    ['rules', 'limit of 250,000 recurrence rules'],
    ['trash', 'Empty the trash'],
  ])('names the limit of %s, and what to do', async (what, text) => {
    inLanguage('en')
    expect(await refusalText(refused('LIMIT_REACHED', { what, limit: 250_000 }), 'Not moved')).toContain(text)
  })

  it('says when changes are possible again, in the language of the page', async () => {
    inLanguage('de')
    const data = { what: 'commands', limit: 10_000, seconds: 600 }
    const text = await refusalText(refused('TOO_MANY', data), 'Nicht verschoben')
    expect(text).toContain('10.000')
    expect(text).toContain('in 10 Minuten')
  })

  it('returns the given text for any other refusal', async () => {
    expect(await refusalText(refused('FORBIDDEN'), 'Not moved')).toBe('Not moved')
    expect(await refusalText(null, 'Not moved')).toBe('Not moved')
  })
})
