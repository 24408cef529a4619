import { startGoogleCalendar } from '../../test/servers/google-calendar/server.ts'
import { CalendarStore } from '../../test/servers/google-calendar/store.ts'
import { answerWith } from './children.mjs'

// A stub of Google Calendar, in a process of its own, so that its work does not count as Kinday's.
const stub = await startGoogleCalendar()
stub.tokens.add('token')
stub.pageSize = 2500

answerWith(async ({ calendars = [], fill, change }) => {
  for (const id of calendars) {
    const store = new CalendarStore('Europe/Berlin')
    stub.calendars.set(id, { store, summary: id, accessRole: 'owner', colorId: '7' })
  }
  if (fill) {
    const { store } = stub.calendars.get(fill.calendar)
    for (let index = 0; index < fill.count; index++) store.insert(eventOf(index))
  }
  if (change) {
    const { store } = stub.calendars.get(change.calendar)
    for (let index = 0; index < change.count; index++) store.patch(idOf(index), { summary: change.title })
  }
  stub.requests.length = 0
  return { url: stub.url, client: stub.client }
})

function idOf(index) {
  return `event${String(index).padStart(6, '0')}`
}

/** Returns an event of one hour, on a day of the years from 2031 that depends on its number. */
function eventOf(index) {
  const id = idOf(index)
  const day = new Date(Date.UTC(2031, 0, 1 + (index % 3600))).toISOString().slice(0, 10)
  const [start, end] = ['19:00:00', '20:00:00'].map((time) => ({
    ...{ dateTime: `${day}T${time}`, timeZone: 'Europe/Berlin' },
  }))
  return { id, summary: 'Dinner with the Okafors', location: 'Lisbon Road 4', start, end }
}
