import { describe, expect, it } from 'vitest'
import { readLines } from './testing'
import { writeIcal } from './write'
import { makeOutlookTimezone } from './zone-of-file.test.outlook'

const BERLIN = 'Europe/Berlin'

describe('files of other programs', () => {
  it.each([
    [
      'Google',
      'X-WR-CALNAME:Family\nX-WR-TIMEZONE:Europe/Berlin\nBEGIN:VEVENT\nDTSTART:20260102T090000Z\nDTEND:20260102T100000Z\nUID:a@google.com\nCLASS:PRIVATE\nSTATUS:CONFIRMED\nSUMMARY:a\\, b\nTRANSP:OPAQUE\nEND:VEVENT',
      'UTC',
      [],
    ],
    [
      'iCloud',
      'X-APPLE-CALENDAR-COLOR:#FF2968\nBEGIN:VEVENT\nUID:A-B\nDTSTART;TZID=US/Eastern:20260102T090000\nDURATION:PT1H\nX-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\nX-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="A, B":geo:1.0,2.0\nBEGIN:VALARM\nACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\nEND:VALARM\nEND:VEVENT',
      'US/Eastern',
      [],
    ],
    [
      'Outlook',
      `METHOD:PUBLISH\n${makeOutlookTimezone('W. Europe Standard Time')}\nBEGIN:VEVENT\nUID:040000008200E\nDTSTART;TZID="W. Europe Standard Time":20260102T090000\nDTEND;TZID="W. Europe Standard Time":20260102T100000\nSUMMARY;LANGUAGE=de:a\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\nEND:VEVENT`,
      BERLIN,
      [],
    ],
    [
      'Exchange',
      `${makeOutlookTimezone('Customized Time Zone')}\nBEGIN:VEVENT\nUID:0400\nORGANIZER;CN=a:invalid:nomail\nDTSTART;TZID=Customized Time Zone:20260102T090000\nDTEND;TZID=Customized Time Zone:20260102T100000\nEND:VEVENT`,
      BERLIN,
      ['zone_matched'],
    ],
    [
      'Thunderbird',
      'BEGIN:VEVENT\nUID:a\nDTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260102T090000\nX-MOZ-GENERATION:3\nX-MOZ-LASTACK:20260101T000000Z\nEND:VEVENT',
      BERLIN,
      [],
    ],
    [
      'Nextcloud',
      'REFRESH-INTERVAL;VALUE=DURATION:PT4H\nBEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Berlin:20260102T090000\nDTEND;TZID=Europe/Berlin:20260102T100000\nCATEGORIES:a,b\nEND:VEVENT',
      BERLIN,
      [],
    ],
    [
      'TimeTree',
      'BEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Asia/Tokyo:20260102T090000\nDTEND;TZID=Asia/Tokyo:20260102T100000\nUID:1\nRELATED-TO:0\nX-TIMETREE-LABEL:1\nEND:VEVENT',
      'Asia/Tokyo',
      [],
    ],
    [
      'Facebook',
      'BEGIN:VEVENT\nUID:e1@facebook.com\nORGANIZER;CN=A:MAILTO:noreply@facebookmail.com\nDTSTART:20260102T090000Z\nCLASS:PUBLIC\nPARTSTAT:ACCEPTED\nEND:VEVENT',
      'UTC',
      [],
    ],
    [
      'Meetup',
      'CALSCALE:GREGORIAN\nBEGIN:VEVENT\nDTSTART;TZID=America/New_York:20260102T090000\nGEO:40.72;-74.00\nURL;VALUE=URI:https://example.org/e\nUID:event_1@meetup.com\nEND:VEVENT',
      'America/New_York',
      [],
    ],
  ])('reads a file of %s and writes the same events', async (_, lines, startZone, codes) => {
    const file = await readLines(lines)
    expect(file.notes.map(({ code }) => code)).toEqual(codes)
    expect(file.events[0]?.content.span).toMatchObject({ start: '2026-01-02T09:00:00', startZone })
    const written = file.events.map((event) => ({
      ...event,
      created: new Date(0),
      modified: new Date(event.lastModified ?? 0),
    }))
    const text = [...writeIcal({ name: 'x' }, written)].join('')
    const again = await readLines(
      text
        .replace(/^BEGIN:VCALENDAR\r\n/, '')
        .replace(/\r\nEND:VCALENDAR\r\n$/, '')
        .replaceAll('\r\n ', '')
        .replaceAll('\r', ''),
    )
    expect(again.events.map(({ content }) => content)).toEqual(file.events.map(({ content }) => content))
  })
})
