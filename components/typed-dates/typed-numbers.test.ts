import { expect, it } from 'vitest'
import { wallMs } from '@/lib/calendar/day'
import { parseTypedEvent } from '@/lib/calendar/typed-event'
import { loadDateParser, PARSED_LANGUAGES } from './date-parsers'

const NOW = wallMs('2026-11-30T10:15:00')

/** Titles with numbers, and with words that are also days or months. */
const TITLES = [
  ...['Room 12', 'Meet in Room 12', '7-Eleven run', 'Marathon 2026', 'Mai Tai', 'Sat exam prep'],
  ...['3 Musketeers', 'Call 555-1234', 'Call 0171 2345678', 'Mon Amour', 'Q4 review', 'Chapter 7'],
  ...['Bus 42', 'Gate 5', 'Windows 11', 'Version 2.10', 'Release 10.12', 'Pay 12.50', 'Pay €12.50', '16:9'],
  ...['10k run', '2x4 wood', 'Table for 8', 'Dinner for 2', '50th birthday', 'Class of 2010', 'Taxes 2026'],
  ...['Week 12 checkup', 'Lesson 3/12', '1-1 with Ben', 'Nap 20 min', 'Study 2 hours', 'March for science'],
  ...['Raum 12', 'Salle 12', 'Sala 12', 'Kamer 12', 'Комната 12', '12号室', '第7章', 'غرفة 12'],
  ...[
    'Mars',
    'Sol',
    'Dom',
    'Ma',
    'Sábado de Aleluya',
    'Пятница 13',
    'Fredagsmys',
    'Sexta-feira 13',
    'Hari Jumat',
  ],
]

it.each(PARSED_LANGUAGES)('finds no time in titles with ordinary numbers in %s', async (locale) => {
  const parser = await loadDateParser(locale)
  expect(TITLES.filter((title) => parseTypedEvent(title, locale, parser, NOW))).toEqual([])
})

it('keeps the title if the Vietnamese parser reads only a part of the words for "tomorrow"', async () => {
  const parser = await loadDateParser('vi')
  expect(parseTypedEvent('Ăn tối ngày mai 19:00', 'vi', parser, NOW)).toBeNull()
  expect(parseTypedEvent('Họp ngày mai 19:00', 'vi', parser, NOW)).toMatchObject({
    ...{ title: 'Họp', day: '2026-12-01', start: 19 * 60 },
  })
})
