import { toSingleLine } from '@/lib/calendar/text'
import type { Zone } from '@/lib/calendar/zones/zone'
import { paletteColor } from './colors'
import type { RawComponent } from './component-stack'
import type { IcalFile } from './ical-event'
import { parseLine, unescapeText } from './line'
import { zoneOfTzid } from './tzid'

/** Properties of a component's VCALENDAR. */
export interface CalendarProperties {
  method: string | null
  zone: Zone | null
}

const MAX_CALENDARS = 1000

/** The properties of each VCALENDAR of a file, by its number. */
export class CalendarHeaders {
  private readonly calendars = new Map<number, CalendarProperties>()

  propertiesOf(number: number): CalendarProperties {
    const existing = this.calendars.get(number)
    if (existing) return existing
    const calendar = { method: null, zone: null }
    // Components that were already read keep the properties of their calendar.
    if (this.calendars.size >= MAX_CALENDARS) this.calendars.clear()
    this.calendars.set(number, calendar)
    return calendar
  }

  /**
   * Reads a VCALENDAR property. The file gets the first value of each property in any of its calendars; NAME and COLOR
   * are those of RFC 7986.
   */
  read({ lines, calendar: number }: RawComponent, file: IcalFile): void {
    const calendar = this.propertiesOf(number)
    const line = lines[0] && parseLine(lines[0].text, lines[0].line)
    if (!line) return
    const text = toSingleLine(unescapeText(line.value))
    if (line.name === 'NAME' || line.name === 'X-WR-CALNAME') file.name ??= text.slice(0, 500) || null
    else if (line.name === 'COLOR' || line.name === 'X-APPLE-CALENDAR-COLOR')
      file.color ??= paletteColor(text)
    else if (line.name === 'X-WR-TIMEZONE') {
      calendar.zone ??= zoneOfTzid(text)
      file.zone ??= calendar.zone
    } else if (line.name === 'METHOD') {
      calendar.method ??= text.slice(0, 50).toUpperCase() || null
      file.method ??= calendar.method
    }
  }
}
