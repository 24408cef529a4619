import { describe, expect, it } from 'vitest'
import { negotiateLanguage } from './language'

describe('negotiateLanguage', () => {
  it.each([
    ['', 'en'],
    ['de', 'de'],
    ['de-CH,de;q=0.9,en;q=0.8', 'de-CH'],
    ['de,de-AT;q=0.9', 'de-AT'],
    ['fr-FR,fr;q=0.9,ar-EG;q=0.8,en;q=0.7', 'ar-EG'],
    ['en;q=0.5,de;q=0.9', 'de'],
    ['de;q=0,ar', 'ar'],
    ['ar-Arab-EG', 'ar-EG'],
    ['de-DE-1996', 'de-DE'],
    ['DE-de ; q=1.0', 'de-DE'],
    ['fr,*;q=0.5,de;q=0.1', 'en'],
    ['tlh', 'en'],
    ['den,arc', 'en'],
    ['de-../../x,ar', 'ar'],
    [`${'x,'.repeat(100_000)}de`, 'en'],
  ])('negotiates for “%s” the language %s', (header, locale) => {
    expect(negotiateLanguage(header)).toBe(locale)
  })

  it('returns the chosen language with the region from Accept-Language', () => {
    expect(negotiateLanguage('en-GB,de-AT;q=0.5', 'de')).toBe('de-AT')
    expect(negotiateLanguage('en-GB', 'ar')).toBe('ar')
    expect(negotiateLanguage('en-GB', '../en')).toBe('en-GB')
  })
})
