import { describe, expect, it } from 'vitest'
import { parseDateText, parseTimeText } from './parse-date'

const BASE = '2026-11-29'

describe('parseDateText', () => {
  it.each([
    ['2026-12-08', 'en-US', '2026-12-08'],
    ['2026/12/8', 'en-US', '2026-12-08'],
    ['2026-12-08T14:30:00Z', 'de', '2026-12-08'],
    ['12/8/2026', 'en-US', '2026-12-08'],
    ['12/8/2026', 'en-GB', '2026-08-12'],
    ['25/12/2026', 'en-US', '2026-12-25'],
    ['8.12.2026', 'de', '2026-12-08'],
    ['8.12.26', 'de', '2026-12-08'],
    ['8.12.', 'de', '2026-12-08'],
    ['Dienstag, 8. Dezember 2026', 'de', '2026-12-08'],
    ['Di., 8. Dez. 2026, 14:30', 'de', '2026-12-08'],
    ['Tue, Dec 8, 2026', 'de', '2026-12-08'],
    ['December 8', 'en-US', '2026-12-08'],
    ['8 May 2027 2:30 pm', 'en-GB', '2027-05-08'],
    ['٨ ديسمبر ٢٠٢٦', 'ar-EG', '2026-12-08'],
    ['29.2.2028', 'de', '2028-02-29'],
  ])('parses the date %s in %s', (text, locale, day) => {
    expect(parseDateText(text, locale, BASE)).toBe(day)
  })

  it.each(['', 'tomorrow', '31.2.2026', '13.13.2026', '2026', '1 2 3 4', '00.00.2026', '8.12.20260'])(
    'returns null for %s',
    (text) => expect(parseDateText(text, 'de', BASE)).toBeNull(),
  )
})

describe('parseTimeText', () => {
  it.each([
    ['14:30', 870],
    ['14.30', 870],
    ['14h30', 870],
    ['2:30 pm', 870],
    ['2:30 p.m.', 870],
    ['2pm', 840],
    ['12 am', 0],
    ['12:05 PM', 725],
    ['14 Uhr', 840],
    ['8', 480],
    ['2026-12-08T14:30', 870],
    ['8 Dec 2026, 14:30:15', 870],
    ['٢:٣٠ م', 870],
  ])('parses the time %s', (text, minutes) => {
    expect(parseTimeText(text)).toBe(minutes)
  })

  it.each(['', 'noon', '25:00', '12:60', '13 pm', '0 am', '2026'])('returns null for %s', (text) => {
    expect(parseTimeText(text)).toBeNull()
  })
})
