import { describe, expect, it } from 'vitest'
import { likelyRegion, localeFor, REGIONS, regionOf } from './regions'

describe('likelyRegion', () => {
  it.each([
    ['en-GB wherever the user is', ['en-GB', 'en'], 'Europe/Berlin', 'GB'],
    ['the first region of several', ['de-AT', 'de', 'en-US'], 'Europe/Vienna', 'AT'],
    ['the time zone for en-US outside the United States', ['en-US', 'en'], 'Europe/Berlin', 'DE'],
    [
      'another region that the browser names, before the time zone',
      ['en-US', 'fr-CH'],
      'Europe/Berlin',
      'CH',
    ],
    ['the United States for en-US in a zone of the United States', ['en-US', 'en'], 'America/Chicago', 'US'],
    ['the time zone for a language without a region', ['de'], 'Europe/Zurich', 'CH'],
    ['a region behind a script', ['zh-Hant-TW'], 'Asia/Taipei', 'TW'],
    ['the language’s region in a zone that no region has', ['en-US'], 'UTC', 'US'],
  ])('returns the likely region for %s', (_, tags, zone, region) => {
    expect(likelyRegion(tags, zone)).toBe(region)
  })

  it('returns undefined without information from the browser', () => {
    expect(likelyRegion(['de'], 'UTC')).toBeUndefined()
  })
})

describe('localeFor', () => {
  it.each([
    ['en', 'DE', '21/11/2026'],
    ['en', 'US', '11/21/2026'],
    ['en', 'SE', '2026-11-21'],
    ['de', 'DE', '21.11.2026'],
  ])('formats dates in %s as in %s', (language, region, date) => {
    const format = new Intl.DateTimeFormat(localeFor(language, region), { timeZone: 'UTC' })
    expect(format.format(Date.UTC(2026, 10, 21))).toBe(date)
  })
})

describe('regionOf', () => {
  it.each([
    ['en', 'US'],
    ['en-DE', 'DE'],
    ['ar-SA-u-ca-gregory-nu-latn', 'SA'],
    ['de', 'DE'],
  ])('finds the region of %s', (locale, region) => {
    expect(regionOf(locale)).toBe(region)
  })
})

it('lists each region once, with codes that Intl knows', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  expect(REGIONS.filter((region) => !names.of(region))).toEqual([])
  expect(new Set(REGIONS).size).toBe(REGIONS.length)
})
