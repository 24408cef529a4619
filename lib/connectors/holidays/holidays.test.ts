import { expect, it } from 'vitest'
import type { ChangePage } from '../connector'
import type { ReadOnlyObject } from '../read-only'
import { holidaysConnector } from '.'
import { type HolidayPlace, holidayRegions, isHolidayPlace } from './places'

const signal = new AbortController().signal

async function pull(place: HolidayPlace & { language: string }, cursor: string | null, now: string) {
  const connector = holidaysConnector(place, () => Date.parse(now))
  const [calendar] = await connector.listCalendars(signal)
  const pages: ChangePage[] = []
  for await (const page of connector.pull(calendar!, cursor, signal)) pages.push(page)
  const changes = pages.flatMap((page) => page.changes)
  const days = changes.map(({ raw }) => {
    const { title, span } = (raw as ReadOnlyObject).content
    return `${span.start} ${span.end} ${title}`
  })
  return { changes, days, cursor: pages.at(-1)!.cursor, isWhole: pages[0]!.isWhole }
}

const bavaria = { country: 'DE', region: 'BY', language: 'de' }

it('lists the public holidays of a region in its language, from last year to two years ahead', async () => {
  const { changes, days, isWhole } = await pull(bavaria, null, '2026-11-30T00:00:00Z')
  expect(isWhole).toBe(true)
  expect(days).toContain('2026-01-06 2026-01-07 Heilige Drei Könige')
  expect(days).toContain('2027-03-29 2027-03-30 Ostermontag')
  expect(days.join()).not.toContain('Muttertag')
  expect(new Set(days.map((text) => text.slice(0, 4)))).toEqual(new Set(['2025', '2026', '2027', '2028']))
  expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length)
  expect((changes[0]!.raw as ReadOnlyObject).content).toMatchObject({
    busy: false,
    span: { type: 'all-day' },
  })
})

it('lists one more year when a year begins, and keeps the first one and all ids', async () => {
  const first = await pull(bavaria, null, '2026-11-30T00:00:00Z')
  expect(await pull(bavaria, first.cursor, '2026-12-31T00:00:00Z')).toMatchObject({
    ...{ changes: [], isWhole: false, cursor: first.cursor },
  })
  const next = await pull(bavaria, first.cursor, '2027-01-01T00:00:00Z')
  expect(next.isWhole).toBe(true)
  expect(next.changes.slice(0, first.changes.length)).toEqual(first.changes)
  expect(next.days.at(-1)).toContain('2029')
})

it('names holidays in English where the language is missing', async () => {
  const { days } = await pull({ country: 'IL', region: null, language: 'de' }, null, '2026-01-01T00:00:00Z')
  expect(days).toContain('2026-09-21 2026-09-22 Day of Atonement (Yom Kippur)')
})

it('lists holidays of several days, on the days after the evening at which they start', async () => {
  const { days } = await pull({ country: 'SA', region: null, language: 'en' }, null, '2026-01-01T00:00:00Z')
  expect(days.find((text) => text.startsWith('2026-03'))).toMatch(/^2026-03-19 2026-03-23 /)
})

it('lists the regions of a country and their parts', async () => {
  const regions = await holidayRegions('DE', 'de')
  expect(regions).toContainEqual({ code: 'BY', name: 'Bayern' })
  expect(regions).toContainEqual({ code: 'BY-A', name: 'Bayern: Stadt Augsburg' })
  const { days } = await pull({ country: 'DE', region: 'BY-A', language: 'de' }, null, '2026-01-01T00:00:00Z')
  expect(days.join()).toContain('2026-08-08 2026-08-09 Augsburger')
  expect(await holidayRegions('XX', 'de')).toEqual([])
})

it.each([
  ['DE', null, true],
  ['DE', 'BY-A', true],
  ['DE', 'XX', false],
  ['XX', null, false],
  ['__proto__', null, false],
  ['DE', 'constructor', false],
])('tells whether the holidays of %s %s are known', async (country, region, isKnown) => {
  expect(await isHolidayPlace({ country, region })).toBe(isKnown)
})
