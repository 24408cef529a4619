import { describe, expect, it } from 'vitest'
import { readLines } from './testing'
import { makeOutlookTimezone } from './zone-of-file.test.outlook'

const BERLIN = 'Europe/Berlin'

describe('zones', () => {
  it.each([
    // A zone name that agrees with the file's VTIMEZONE.
    ['W. Europe Standard Time', '+0100', '+0200', BERLIN, []],
    ['Europe/Berlin', '+0100', '+0200', BERLIN, []],
    // A zone name that does not agree: the offsets decide (RFC 5545 §3.6.5).
    ['Europe/Berlin', '+0200', '+0300', 'Europe/Athens', ['zone_matched']],
    ['Customized Time Zone', '+0000', '+0100', 'Atlantic/Faroe', ['zone_matched']],
  ])('reads the VTIMEZONE %s with %s and %s as %s', async (id, standard, daylight, zone, codes) => {
    const event = `BEGIN:VEVENT\nUID:1\nDTSTART;TZID="${id}":20260702T100000\nEND:VEVENT`
    const { events, notes } = await readLines(
      `${makeOutlookTimezone(id, standard, daylight)}\n${event}`,
      'Atlantic/Faroe',
    )
    expect(events[0]?.content.span).toMatchObject({ start: '2026-07-02T10:00:00', startZone: zone })
    expect(notes.map((note) => note.code)).toEqual(codes)
  })

  it('keeps the offset if no zone agrees', async () => {
    const event = 'BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Mine:20260702T100000\nEND:VEVENT'
    const { events, notes } = await readLines(`${makeOutlookTimezone('Mine', '+0117', '+0317')}\n${event}`)
    expect(events[0]?.content.span).toMatchObject({ start: '2026-07-02T10:00:00', startZone: 'UTC+03:17' })
    expect(notes).toMatchObject([{ code: 'zone_matched', subject: 'Mine' }])
  })
})
