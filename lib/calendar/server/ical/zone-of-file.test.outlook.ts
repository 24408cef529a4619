/** Returns a VTIMEZONE as Outlook writes it: rules since 1601, with a Windows zone name or a custom name. */
export const makeOutlookTimezone = (id: string, standard = '+0100', daylight = '+0200') =>
  `
  BEGIN:VTIMEZONE
  TZID:${id}
  BEGIN:STANDARD
  DTSTART:16010101T030000
  TZOFFSETFROM:${daylight}
  TZOFFSETTO:${standard}
  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
  END:STANDARD
  BEGIN:DAYLIGHT
  DTSTART:16010101T020000
  TZOFFSETFROM:${standard}
  TZOFFSETTO:${daylight}
  RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
  END:DAYLIGHT
  END:VTIMEZONE`.trim()
