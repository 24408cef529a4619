import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CITIES } from './cities'
import { isZone } from './zone'
import { searchZones } from './zone-search'

const zones = Intl.supportedValuesOf('timeZone')
const instant = Date.parse('2026-11-21T12:00Z')
const search = (query: string) => searchZones(query, { zones, own: 'Europe/Berlin', instant })

describe('CITIES', () => {
  it('contains only existing zones, and no city twice in a zone', () => {
    for (const [zone, names] of Object.entries(CITIES)) {
      expect(isZone(zone), zone).toBe(true)
      const list = names.split(', ')
      expect(new Set(list).size, zone).toBe(list.length)
    }
  })
})

describe('searchZones', () => {
  it.each([
    ['mumbai', 'Asia/Kolkata', 'Mumbai'],
    ['MÜNCHEN', 'Europe/Berlin', 'München'],
    ['munchen', 'Europe/Berlin', 'München'],
    ['san fr', 'America/Los_Angeles', 'San Francisco'],
    ['francisco', 'America/Los_Angeles', 'San Francisco'],
    ['st. john', 'America/St_Johns', 'St Johns'],
    ['buenos', 'America/Argentina/Buenos_Aires', 'Buenos Aires'],
    ['new zealand', 'Pacific/Auckland', 'New Zealand'],
    ['kiev', 'Europe/Kyiv', 'Kiev'],
    ['cet', 'Europe/Berlin', 'CET'],
    ['utc', 'UTC', 'UTC'],
    ['Europe/Lisbon', 'Europe/Lisbon', 'Lisbon'],
    ['sao paulo', 'America/Sao_Paulo', 'Sao Paulo'],
    ['gdansk', 'Europe/Warsaw', 'Gdańsk'],
    ['india', 'Asia/Kolkata', 'India'], // before zones in Indian/…
    ['uk', 'Europe/London', 'UK'], // before Ukraine
    ['ist', 'Asia/Kolkata', 'IST'], // before Istanbul
    ['nyc', 'America/New_York', 'NYC'],
    ['seattle', 'America/Los_Angeles', 'Seattle'],
    ['beijing', 'Asia/Shanghai', 'Beijing'],
    ['geneva', 'Europe/Zurich', 'Geneva'],
    ['cape t', 'Africa/Johannesburg', 'Cape Town'],
    ['canberra', 'Australia/Sydney', 'Canberra'],
  ])('finds a zone by %s', (query, zone, name) => {
    expect(search(query)[0]).toEqual({ zone, name })
  })

  it.each([
    ['+5:30', 'Asia/Kolkata'],
    ['utc+5:45', 'Asia/Kathmandu'],
    ['GMT-0330', 'America/St_Johns'],
    ['−10', 'Pacific/Honolulu'],
    ['+1', 'Europe/Berlin'],
    ['utc 2', 'Africa/Cairo'],
    ['5:45', 'Asia/Kathmandu'],
  ])('finds zones by the offset %s', (query, zone) => {
    expect(search(query).map((choice) => choice.zone)).toContain(zone)
  })

  it('starts with the own zone and UTC for an empty query', () => {
    expect(search('').slice(0, 2)).toEqual([
      { zone: 'Europe/Berlin', name: 'Berlin' },
      { zone: 'UTC', name: 'UTC' },
    ])
  })

  it.each(['usa', 'canada'])('finds at least four zones of %s', (query) => {
    expect(search(query).length).toBeGreaterThanOrEqual(4)
  })

  it('lists the own zone by its current name', () => {
    const found = searchZones('', { zones, own: 'Asia/Calcutta', instant })
    expect(found[0]).toEqual({ zone: 'Asia/Kolkata', name: 'Kolkata' })
    expect(found.filter(({ zone }) => /Kolkata|Calcutta/.test(zone))).toHaveLength(1)
  })

  it('returns no zone for a random text', () => {
    expect(search('qqxyz')).toEqual([])
  })

  it('returns distinct zones within the limit for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' })), (query) => {
        const found = search(query).map((choice) => choice.zone)
        expect(found.length).toBeLessThanOrEqual(30)
        expect(new Set(found).size).toBe(found.length)
      }),
    )
  })
})
