import { casual as ar } from 'chrono-node/ar'
import { casual as de } from 'chrono-node/de'
import { Chrono, configuration, casual as en } from 'chrono-node/en'
import { casual as es } from 'chrono-node/es'
import { casual as fr } from 'chrono-node/fr'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wallMs } from './day'
import { type DateParser, parseTypedEvent, type TypedEvent } from './typed-event'

const PARSERS: Record<string, DateParser> = { ar, de, en, es, fr }
/** A Monday. */
const NOW = wallMs('2026-11-30T10:15:00')
const parse = (locale: string, text: string) => parseTypedEvent(text, locale, PARSERS[locale]!, NOW)
const at = (hour: number, minute = 0) => hour * 60 + minute

/** Language, text, title and the rest of the result. */
const TEXTS_WITH_TIME: [string, string, string, Omit<TypedEvent, 'title' | 'match'>][] = [
  ['en', 'Dinner Fri 7pm', 'Dinner', { day: '2026-12-04', start: at(19) }],
  ['en', 'Dinner on Friday at 7pm', 'Dinner', { day: '2026-12-04', start: at(19) }],
  ['en', '7pm dinner', 'dinner', { start: at(19) }],
  ['en', 'Lunch tomorrow 12:30-13:30', 'Lunch', { day: '2026-12-01', start: at(12, 30), end: at(13, 30) }],
  [
    'en',
    'Call Mon 9-10:30am with Ben',
    'Call with Ben',
    { day: '2026-12-07', start: at(9), end: at(10, 30) },
  ],
  ['en', 'Dinner Fri 7pm for 2 hours', 'Dinner', { day: '2026-12-04', start: at(19), duration: 120 }],
  ['en', 'Run 7am 45 min', 'Run', { start: at(7), duration: 45 }],
  ['en', '7pm dinner on Friday', 'dinner', { day: '2026-12-04', start: at(19) }],
  ['en', 'Dinner tonight at 8', 'Dinner', { day: '2026-11-30', start: at(20) }],
  ['en', 'Party 24 Dec', 'Party', { day: '2026-12-24' }],
  ['en', 'Party Dec 24 8pm', 'Party', { day: '2026-12-24', start: at(20) }],
  ['en', 'Trip 24-26 Dec', 'Trip', { day: '2026-12-24', lastDay: '2026-12-26' }],
  ['en', 'Flight on 2027-01-03 at 06:45', 'Flight', { day: '2027-01-03', start: at(6, 45) }],
  ['en', 'Dinner tomorrow', 'Dinner', { day: '2026-12-01' }],
  ['en', 'Review next Friday', 'Review', { day: '2026-12-11' }],
  ['en', 'Flight 22:00-02:00', 'Flight', { start: at(22), end: at(2) }],
  // First names that are also books of the Bible, and verses with a day.
  ['en', 'Dinner 7:30', 'Dinner', { start: at(7, 30) }],
  ['en', 'John at 3:15', 'John', { start: at(3, 15) }],
  ['en', 'John 3:15pm', 'John', { start: at(15, 15) }],
  ['en', 'Lunch with Ruth 3:15', 'Lunch with Ruth', { start: at(3, 15) }],
  ['en', 'Daniel 15:30', 'Daniel', { start: at(15, 30) }],
  ['en', 'Psalm 23:45 Fri 7pm', 'Psalm 23:45', { day: '2026-12-04', start: at(19) }],
  ['en', 'Ephesians 5:15 on Sunday', 'Ephesians 5:15', { day: '2026-12-06' }],
  ['en', '🎉 Party, Fri 7pm', '🎉 Party', { day: '2026-12-04', start: at(19) }],
  ['de', 'Abendessen Fr 19 Uhr', 'Abendessen', { day: '2026-12-04', start: at(19) }],
  ['de', 'Essen 7:30', 'Essen', { start: at(7, 30) }],
  ['de', 'Johannes 15:15 Uhr', 'Johannes', { start: at(15, 15) }],
  ['de', 'Zahnarzt 8.12. 9:30', 'Zahnarzt', { day: '2026-12-08', start: at(9, 30) }],
  ['de', 'Zahnarzt am 8.12.2026 um 9:30 Uhr', 'Zahnarzt', { day: '2026-12-08', start: at(9, 30) }],
  ['de', 'Zahnarzt 8. Dezember 10 Uhr', 'Zahnarzt', { day: '2026-12-08', start: at(10) }],
  ['de', 'Zahnarzt 8.12.', 'Zahnarzt', { day: '2026-12-08' }],
  ['de', 'Kino 20.15 Uhr', 'Kino', { start: at(20, 15) }],
  ['de', 'Kino heute Abend 20 Uhr', 'Kino', { day: '2026-11-30', start: at(20) }],
  ['de', 'Essen morgen um 12', 'Essen', { day: '2026-12-01', start: at(12) }],
  ['de', 'Sitzung von 9 bis 11 Uhr', 'Sitzung', { start: at(9), end: at(11) }],
  ['de', 'Treffen um 19 Uhr für 2 Stunden', 'Treffen', { start: at(19), duration: 120 }],
  ['de', 'Grillen am Freitag', 'Grillen', { day: '2026-12-04' }],
  ['fr', 'Dîner vendredi 19h30', 'Dîner', { day: '2026-12-04', start: at(19, 30) }],
  ['fr', 'Dîner demain à 20h', 'Dîner', { day: '2026-12-01', start: at(20) }],
  ['fr', 'Dîner à 8h du soir', 'Dîner', { start: at(20) }],
  ['fr', 'Dentiste le 8 décembre à 14h', 'Dentiste', { day: '2026-12-08', start: at(14) }],
  ['fr', 'Réunion de 9h à 11h', 'Réunion', { start: at(9), end: at(11) }],
  ['es', 'Cena el viernes a las 7pm', 'Cena', { day: '2026-12-04', start: at(19) }],
  ['es', 'Cena mañana a las 20:00', 'Cena', { day: '2026-12-01', start: at(20) }],
  ['es', 'Cena a las 8 de la tarde', 'Cena', { start: at(20) }],
  ['es', 'Dentista 8 de diciembre 10:30', 'Dentista', { day: '2026-12-08', start: at(10, 30) }],
  ['ar', 'عشاء الجمعة 7 مساء', 'عشاء', { day: '2026-12-04', start: at(19) }],
  ['ar', 'عشاء الجمعة الساعة ٧ مساءً', 'عشاء', { day: '2026-12-04', start: at(19) }],
  ['ar', 'عشاء غدا الساعة 19:00', 'عشاء', { day: '2026-12-01', start: at(19) }],
  ['ar', 'اجتماع من ٩ إلى ١١ صباحا', 'اجتماع', { start: at(9), end: at(11) }],
  ['ar', 'عشاء يوم الجمعة', 'عشاء', { day: '2026-12-04' }],
]

/** Texts without a time, by language. */
const TITLES: Record<string, string[]> = {
  en: [
    ...['Formula 1', '7 Samurai', '24', 'May', 'Sun protection', 'Meeting 2', 'Catch-22', '1984', '1:1 Ben'],
    ...[
      '28 Days Later',
      '24/7 support',
      '9/11 memorial',
      'Gone in 60 Seconds',
      'Friday the 13th',
      'High Noon',
    ],
    ...['Good Friday', 'Black Friday', 'Taco Tuesday', 'Sunday roast', 'Mon cheri', 'Fourth of July party'],
    ...['Midnight mass', '3:10 to Yuma', 'John 3:16', '2001: A Space Odyssey', 'Apollo 13', 'Q3 review'],
    ...['Tomorrow Never Dies', 'Dinner tonight', 'May the 4th', 'every Friday 7pm', 'Open until 7pm', 'Now'],
    ...['Room 101', '12 Angry Men', 'March', 'Windows 11', '7pm', 'Table at 5 Guys', 'Sat', 'WW2', '5pm-ish'],
    ...[
      'Good morning',
      'Ocean’s 11',
      '50/50',
      'A380',
      'http://a.example/10:30/x',
      'Dinner at 7',
      'IPv4 1.2.3.4',
    ],
    ...[
      'John 3:15',
      'Psalm 23:4',
      'Psalm 23:45',
      'Matthew 5:10-12',
      '1 Cor 13:10',
      'Rev 22:20 study',
      'Gen. 1:10',
    ],
    ...[
      'Bible study: Luke 2:10',
      '1 John 3:15',
      'Quran 18:10',
      'Scale 1:50 model',
      'Monitor 16:10 ratio',
      '4:2',
    ],
    ...['Final score 20:15', 'Version 2:15', 'Odds 5:30', 'Chapter 3:15', 'Ratio: 16:10'],
  ],
  de: [
    ...['Formel 1', 'Mai', '24', 'Fr. Müller', 'So ein Tag', 'Guten Morgen', 'Do it', 'Mi casa', '2. Advent'],
    ...['Sonntagsbraten', '1. Mai', 'Tag 7', 'jeden Freitag 18 Uhr', 'Offen bis 19 Uhr', 'Karfreitag'],
    ...[
      'Johannes 3:15',
      'Joh 3:15',
      '1. Mose 3:15',
      'Römer 8:10',
      'Endstand 20:15',
      'Maßstab 1:50',
      'Sure 2:25',
    ],
  ],
  fr: [
    'Formule 1',
    'Mars',
    'Mar',
    'Mercredi des cendres',
    'Les 7 samouraïs',
    'Mai 68',
    'Messe le vendredi saint',
    ...['Jean 3:15', 'Psaume 23:40', 'Échelle 1:50', 'Genèse 1:10'],
  ],
  es: [
    'Fórmula 1',
    'Mayo',
    'Los 7 samuráis',
    'Cinco de Mayo',
    'Martes y 13',
    'Esta mañana',
    'Buena mañana',
    'Juan 3:15',
  ],
  ar: [
    'يوحنا 3:15',
    'مزمور 23:40',
    'سورة البقرة 2:25',
    'فورمولا 1',
    'مايو',
    '24',
    'الأحد',
    'كل جمعة 7 مساء',
    '٧ سامورائي',
  ],
}

describe('parseTypedEvent', () => {
  it.each(TEXTS_WITH_TIME)('separates title and time in %s: %s', (locale, text, title, time) => {
    const { match, ...result } = parse(locale, text)!
    expect(result).toEqual({ title, ...time })
    expect(match.every(([from, to]) => 0 <= from && from < to && to <= text.length)).toBe(true)
  })

  it.each(Object.entries(TITLES).flatMap(([locale, titles]) => titles.map((title) => [locale, title])))(
    'finds no time in %s: %s',
    (locale, title) => expect(parse(locale!, title!)).toBeNull(),
  )

  it('reads numeric dates in the order of the parser’s region', () => {
    expect(parse('en', 'Lunch 12/8 1pm')).toMatchObject({ day: '2026-12-08' })
    const british = new Chrono(configuration.createCasualConfiguration(true))
    expect(parseTypedEvent('Lunch 12/8 1pm', 'en-GB', british, NOW)).toMatchObject({ day: '2027-08-12' })
  })

  it('finds a time after any title without digits, and keeps the title', () => {
    const words = fc.constantFrom('Dinner', 'Zoë’s birthday', 'Kino 🎬', 'Chor', 'عشاء', 'Réunion', '会議')
    const hours = fc.integer({ min: 13, max: 23 })
    const minutes = fc.integer({ min: 0, max: 11 }).map((fives) => fives * 5)
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(PARSERS)), words, hours, minutes, (locale, title, h, m) => {
        const { match, ...result } = parse(locale, `${title} ${h}:${String(m).padStart(2, '0')}`)!
        expect(result).toEqual({ title, start: at(h, m) })
      }),
    )
  })

  it('returns times of a day and parts of the text for any text', () => {
    const piece = fc.constantFrom(
      'Fri',
      '7pm',
      '19:00',
      'on',
      'am',
      'bis',
      'غدا',
      '24',
      'Dec',
      '8.12.',
      '-',
      '…',
    )
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(PARSERS)), text, (locale, text) => {
        const result = parse(locale, text)
        if (!result) return
        for (const time of [result.start, result.end]) {
          if (time !== undefined) expect(time >= 0 && time < 1440).toBe(true)
        }
        expect(result.title).not.toBe('')
        expect(result.match.every(([from, to]) => 0 <= from && from < to && to <= text.length)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
