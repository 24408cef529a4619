import { casual as de } from 'chrono-node/de'
import { casual as en } from 'chrono-node/en'
import { describe, expect, it } from 'vitest'
import { wallMs } from './day'
import { parseTypedDay } from './typed-day'

/** A Monday. */
const NOW = wallMs('2026-11-30T10:00:00')

describe('parseTypedDay', () => {
  it.each([
    ['24 dec', '2026-12-24'],
    ['next friday', '2026-12-11'],
    ['tomorrow', '2026-12-01'],
    ['in 3 weeks', '2026-12-21'],
    ['2027-02-03', '2027-02-03'],
    ['sunday', '2026-12-06'],
  ])('reads the English date %s', (text, day) => {
    expect(parseTypedDay(text, 'en-GB', en, NOW)).toBe(day)
  })

  it.each([
    ['übermorgen', '2026-12-02'],
    ['24. Dezember', '2026-12-24'],
    ['in zwei Wochen', '2026-12-14'],
  ])('reads the German date %s', (text, day) => {
    expect(parseTypedDay(text, 'de-DE', de, NOW)).toBe(day)
  })

  it.each(['dinner tomorrow', 'swimming', '', 'week', '12'])('returns null for %j', (text) => {
    expect(parseTypedDay(text, 'en-GB', en, NOW)).toBeNull()
  })

  it('reads dates in numbers before the parser is loaded', () => {
    expect(parseTypedDay('24.12.2026', 'de-DE', null, NOW)).toBe('2026-12-24')
    expect(parseTypedDay('übermorgen', 'de-DE', null, NOW)).toBeNull()
  })
})
