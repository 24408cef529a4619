import { expect, it } from 'vitest'
import { wallMs } from '@/lib/calendar/day'
import { parseTypedEvent } from '@/lib/calendar/typed-event'
import { loadDateParser } from './date-parsers'

/** A Monday. */
const NOW = wallMs('2026-11-30T10:15:00')
const parse = async (text: string) => parseTypedEvent(text, 'sv-SE', await loadDateParser('sv-SE'), NOW)

it.each([
  ['Middag 14:30', { title: 'Middag', start: 870 }],
  ['Middag kl 14.30', { title: 'Middag', start: 870 }],
  ['Middag kl 19', { title: 'Middag', start: 1140 }],
  ['Middag fredag 14:30', { title: 'Middag', day: '2026-12-04', start: 870 }],
  ['Middag på fredag kl. 19', { title: 'Middag', day: '2026-12-04', start: 1140 }],
  ['Middag imorgon 19:00', { title: 'Middag', day: '2026-12-01', start: 1140 }],
  ['Möte 24 december 9:00-10:30', { title: 'Möte', day: '2026-12-24', start: 540, end: 630 }],
  ['9:00 frukost', { title: 'frukost', start: 540 }],
])('separates title and time in Swedish: %s', async (text, expected) => {
  const { match: _, ...result } = (await parse(text))!
  expect(result).toEqual(expected)
})

it.each(['Kapitel 8.12', 'Joh 3:16', 'Version 1.14.30', 'Öppet till 19:00', 'varje fredag kl 18', 'Rum 101'])(
  'finds no time in Swedish: %s',
  async (text) => expect(await parse(text)).toBeNull(),
)
