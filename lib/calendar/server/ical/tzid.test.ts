import { describe, expect, it } from 'vitest'
import { ALL_TIME, occurrences } from '@/lib/calendar/series/series'
import { instantsOf } from '@/lib/calendar/span'
import { readIcal } from './read'
import { bytesOf, readLines } from './testing'
import { writeIcal } from './write'

const event = (lines: string, uid = '1') => `BEGIN:VEVENT\nUID:${uid}\n${lines}\nEND:VEVENT`
const zoneOf = (id: string, ...parts: string[]) =>
  `BEGIN:VTIMEZONE\nTZID:${id}\n${parts.join('\n')}\nEND:VTIMEZONE`
const observance = (lines: string, name = 'STANDARD') => `BEGIN:${name}\n${lines}\nEND:${name}`

describe('VTIMEZONE of an IANA zone', () => {
  const july = event('DTSTART;TZID=Europe/Berlin:20260702T100000')
  const WINTER = 'TZOFFSETFROM:+0200\nTZOFFSETTO:+0100'

  it.each([
    [
      'standard time with a rule',
      [observance(`DTSTART:19701025T030000\n${WINTER}\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU`)],
    ],
    ['standard time without a rule', [observance(`DTSTART:20251026T030000\n${WINTER}`)]],
    [
      'standard time without a clock change',
      [observance('DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100')],
    ],
    [
      'the changes of another year',
      [
        observance(`DTSTART:20251026T030000\n${WINTER}`),
        observance('DTSTART:20250330T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200', 'DAYLIGHT'),
      ],
    ],
  ])('uses the named zone if the file has only %s', async (_, parts) => {
    const { events } = await readLines(`${zoneOf('Europe/Berlin', ...parts)}\n${july}`)
    expect(events[0]!.content.span).toMatchObject({
      start: '2026-07-02T10:00:00',
      startZone: 'Europe/Berlin',
    })
  })

  it('uses a complete definition that differs from the named zone', async () => {
    const moscow = zoneOf(
      'Europe/Moscow',
      observance('DTSTART:20110327T020000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0400'),
    )
    const { events } = await readLines(`${moscow}\n${event('DTSTART;TZID=Europe/Moscow:20110702T100000')}`)
    const { from } = instantsOf(events[0]!.content.span, 'UTC')
    expect(new Date(from).toISOString()).toBe('2011-07-02T06:00:00.000Z')
    const berlin = zoneOf(
      'Europe/Berlin',
      observance(
        'DTSTART:19701025T030000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      ),
      observance(
        'DTSTART:19700329T020000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
        'DAYLIGHT',
      ),
    )
    const other = await readLines(`${berlin}\n${july}`)
    expect(new Date(instantsOf(other.events[0]!.content.span, 'UTC').from).toISOString()).toBe(
      '2026-07-02T07:00:00.000Z',
    )
  })
})

describe('a VTIMEZONE that matches no IANA zone', () => {
  const customZone = zoneOf(
    'Mine',
    observance('DTSTART:19700101T000000\nTZOFFSETFROM:+0417\nTZOFFSETTO:+0417'),
  )

  it('keeps the offset of a VTIMEZONE that matches no IANA zone, so that a weekly rule stays on Mondays', async () => {
    const { events } = await readLines(
      `${customZone}\n${event('DTSTART;TZID=Mine:20260105T020000\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3')}`,
    )
    const { content } = events[0]!
    expect(content.span).toMatchObject({ start: '2026-01-05T02:00:00', startZone: 'UTC+04:17' })
    expect(occurrences(content, ALL_TIME).map(({ id }) => id)).toEqual([
      '2026-01-05T02:00:00',
      '2026-01-12T02:00:00',
      '2026-01-19T02:00:00',
    ])
    expect(instantsOf(content.span, 'UTC').from).toBe(Date.UTC(2026, 0, 4, 21, 43))
    const written = [
      ...writeIcal({ name: 'x' }, [{ ...events[0]!, created: new Date(0), modified: new Date(0) }]),
    ]
    expect(written.join('')).toContain('DTSTART;TZID="UTC+04:17":20260105T020000')
    const again = await readIcal(bytesOf(written.join('')), { zone: 'Europe/Paris' })
    expect(again.events[0]!.content).toEqual(content)
    expect(again.notes).toEqual([])
  })
})

describe('X-WR-TIMEZONE', () => {
  it('applies X-WR-TIMEZONE to times without zone in its own VCALENDAR only', async () => {
    const google = 'X-WR-TIMEZONE:America/New_York\n'
    const { events } = await readLines(
      `${google}${event('DTSTART:20260702T100000\nRRULE:FREQ=DAILY\nEXDATE:20260703T100000')}\n${event('DTSTART;VALUE=DATE:20260702', '2')}\nEND:VCALENDAR\nBEGIN:VCALENDAR\n${event('DTSTART:20260702T100000', '3')}`,
    )
    expect(events.map(({ content }) => content.span)).toMatchObject([
      { type: 'timed', start: '2026-07-02T10:00:00', startZone: 'America/New_York' },
      { type: 'all-day' },
      { type: 'floating' },
    ])
    expect(events[0]!.content.recurrence?.exclusions).toEqual(['2026-07-03T10:00:00'])
  })

  it('keeps times floating if X-WR-TIMEZONE is unknown', async () => {
    const { events } = await readLines(`X-WR-TIMEZONE:Nowhere\n${event('DTSTART:20260702T100000')}`)
    expect(events[0]!.content.span.type).toBe('floating')
  })
})
