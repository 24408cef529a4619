import type { HolidaysTypes } from 'date-holidays'
import { addDays, DAY } from '@/lib/calendar/day'
import type { CalendarObject } from '@/lib/calendar/event'
import { DEFAULT_GUEST_OPTIONS, NO_TEXTS } from '@/lib/calendar/event-fields'
import type { Connector } from '../connector'
import { hashId } from '../hash-id'
import { changeOf, readOnlyConnector } from '../read-only'
import { type HolidayPlace, openHolidays } from './places'

/** A place, and the language of the names of its holidays. */
export interface HolidayAccess extends HolidayPlace {
  language: string
}

/** Years that are listed before and after the current one. */
const YEARS_BACK = 1
const YEARS_AHEAD = 2

/** The range of years that were listed. Later runs keep `from`, so that no year disappears from the calendar. */
interface ListedYears {
  from: number
  to: number
}

/**
 * Creates the connector of the public holidays of a place, which are computed without requests.
 * @param now the current time in milliseconds
 */
export function holidaysConnector(access: HolidayAccess, now: () => number = Date.now): Connector {
  return readOnlyConnector({
    async listCalendars() {
      const { country, region } = access
      const name = new Intl.DisplayNames([access.language], { type: 'region' }).of(country) ?? country
      const id = region === null ? country : `${country}-${region}`
      return [{ id, name, zone: null, color: null, access: 'read', isPrimary: false }]
    },

    async *pull(_, cursor) {
      const known = cursor === null ? null : (JSON.parse(cursor) as ListedYears)
      const year = new Date(now()).getUTCFullYear()
      const listed = { from: known?.from ?? year - YEARS_BACK, to: year + YEARS_AHEAD }
      const next = JSON.stringify(listed)
      if (known?.to === listed.to) yield { changes: [], cursor: next, isWhole: false }
      else yield { changes: await changesOf(access, listed), cursor: next, isWhole: true }
    },
  })
}

async function changesOf(access: HolidayAccess, { from, to }: ListedYears) {
  const holidays = await openHolidays(access, access.language)
  const ids = new Map<string, number>()
  return Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((year) =>
    holidays.getHolidays(year).map((holiday) => {
      // Holidays of the Islamic calendar can occur twice in a year.
      const key = `${access.country} ${access.region} ${year} ${holiday.rule}`
      const count = (ids.get(key) ?? 0) + 1
      ids.set(key, count)
      const id = hashId(`${key} ${count}`).slice(0, 32)
      return changeOf(id, { uid: id, content: contentOf(holiday) }, null)
    }),
  )
}

function contentOf({ date, start, end, name }: HolidaysTypes.Holiday): CalendarObject {
  // `start` of Islamic and Hebrew holidays is on the evening before the day of `date`.
  const day = date.slice(0, 10)
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY))
  return {
    ...{
      kind: 'event',
      status: 'confirmed',
      ...NO_TEXTS,
      title: name,
      color: null,
      busy: false,
      done: false,
    },
    span: { type: 'all-day', start: day, end: addDays(day, days) },
    ...{ attendees: [], unknown: [], visibility: 'default', recurrence: null, overrides: {} },
    ...DEFAULT_GUEST_OPTIONS,
  }
}
