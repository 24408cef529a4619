import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import { dayNumber } from '@/lib/calendar/day'
import { type Tuple, toItems } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import messages from '@/messages/en'
import { formatItemTime } from './item-time'
import { type EventTranslator, formatDuration, formatInEventZones, formatWhen } from './when-text'

const t = createTranslator({ locale: 'en', messages, namespace: 'event' }) as EventTranslator
const viewer = { locale: 'en-GB', hourCycle: 'h23', timeZone: 'Europe/Berlin' } as Viewer
const today = dayNumber('2026-11-21')
const timed = (start: string, startZone: string, end: string, endZone = startZone) =>
  ({ type: 'timed', start: `${start}:00`, startZone, end: `${end}:00`, endZone }) as const
/** Removes the comma after the weekday and the zero after GMT, which depend on the version of CLDR. */
const plain = (text: string) =>
  text.replaceAll(/(Mon|Tue|Wed|Thu|Fri|Sat|Sun),/g, '$1').replaceAll('GMT+0', 'GMT')

const CALL = timed('2026-11-21T22:30', 'Asia/Kolkata', '2026-11-21T23:45')
const LATE = timed('2026-11-21T23:30', 'America/New_York', '2026-11-22T00:30')
const FLIGHT = timed('2026-11-21T10:00', 'America/New_York', '2026-11-21T22:10', 'Europe/London')
const BACK = timed('2026-11-21T17:00', 'Asia/Tokyo', '2026-11-21T09:00', 'America/Los_Angeles')
const NIGHT = timed('2026-10-24T23:00', 'Europe/London', '2026-10-25T04:00')

describe('formatInEventZones', () => {
  it.each([
    [CALL, 'Sat 21 Nov, 22:30 – 23:45 Kolkata (GMT+5:30)'],
    [LATE, 'Sat 21 Nov, 23:30 – Sun 22 Nov, 00:30 New York (GMT−5)'],
    [FLIGHT, 'Sat 21 Nov, 10:00 New York (GMT−5) – 22:10 London (GMT)'],
    [BACK, 'Sat 21 Nov, 17:00 Tokyo (GMT+9) – 09:00 Los Angeles (GMT−8)'],
    // The clock changes during the event, so the offsets differ.
    [NIGHT, 'Sat 24 Oct, 23:00 London (GMT+1) – Sun 25 Oct, 04:00 London (GMT)'],
    [timed('2026-11-21T09:00', 'UTC', '2026-11-21T09:00'), 'Sat 21 Nov, 09:00 UTC'],
  ])('formats %o in the zones of the event', (span, text) => {
    expect(plain(formatInEventZones(span, viewer, today, t))).toBe(text)
  })
})

describe('formatDuration', () => {
  it.each([
    [FLIGHT, '7 h 10 min'],
    [BACK, '9 h'],
    [timed('2026-11-21T10:00', 'Europe/London', '2026-11-21T11:20', 'Europe/Paris'), '20 min'],
    [timed('2026-11-21T10:00', 'Europe/London', '2026-11-21T10:30', 'Europe/Paris'), undefined],
    [CALL, undefined],
  ])('formats the duration of %o', (span, text) => {
    expect(formatDuration(span, t)).toBe(text)
  })
})

describe('formatWhen', () => {
  it.each([
    [CALL, 'Sat 21 Nov, 18:00 – 19:15'],
    [LATE, 'Sun 22 Nov, 05:30 – 06:30'],
    [FLIGHT, 'Sat 21 Nov, 16:00 – 23:10'],
    [{ type: 'all-day', start: '2026-11-21', end: '2026-11-22' } as const, 'Sat 21 Nov'],
  ])("formats %o in the viewer's zone", (span, text) => {
    expect(plain(formatWhen(span, viewer, today, t))).toBe(text)
  })
})

describe('formatWhen in a repeated hour', () => {
  // Berlin goes back from 03:00 to 02:00 on 25 October 2026.
  const night = (from: string, to: string) => timed(`2026-10-25T${from}`, 'UTC', `2026-10-25T${to}`)
  it.each([
    [night('00:15', '01:10'), 'Sun 25 Oct, 02:15 (GMT+2) – 02:10 (GMT+1)'],
    [night('00:15', '01:15'), 'Sun 25 Oct, 02:15 (GMT+2) – 02:15 (GMT+1)'],
    [night('01:15', '01:15'), 'Sun 25 Oct, 02:15 (GMT+1)'],
    [night('01:30', '02:30'), 'Sun 25 Oct, 02:30 (GMT+1) – 03:30'],
    [night('02:00', '03:00'), 'Sun 25 Oct, 03:00 – 04:00'],
  ])('shows the offset of %o where it is ambiguous', (span, text) => {
    expect(plain(formatWhen(span, viewer, today, t))).toBe(text)
    const seconds = (wall: string) => Date.parse(`${wall}Z`) / 1000
    const tuple: Tuple = ['e', 0, 0, seconds(span.start), seconds(span.end), '', 0, 0]
    const [item] = toItems([tuple], 'Europe/Berlin')
    expect(plain(formatItemTime(item!, viewer, today, t))).toBe(text)
  })
})
