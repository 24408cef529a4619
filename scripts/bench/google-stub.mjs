import { startGoogleCalendar } from '../../test/servers/google-calendar/server.ts'
import { CalendarStore } from '../../test/servers/google-calendar/store.ts'
import { answerWith } from './children.mjs'

// A stub of Google Calendar, in a process of its own, so that its work does not count as Kinday's.
const stub = await startGoogleCalendar()
stub.tokens.add('token')
stub.pageSize = 2500

answerWith(async ({ calendars = [], events = [], title }) => {
  for (const id of calendars) {
    const store = new CalendarStore('Europe/Berlin')
    stub.calendars.set(id, { store, summary: id, accessRole: 'owner', colorId: '7' })
  }
  for (const { calendar, id } of events) {
    const { store } = stub.calendars.get(calendar)
    if (title) store.patch(id, { summary: title })
    else store.insert(eventOf(id))
  }
  stub.requests.length = 0
  return { url: stub.url, client: stub.client }
})

/** Returns an event of one hour, on a day in 2031 that depends on its id. */
function eventOf(id) {
  const day = new Date(Date.UTC(2031, 0, 1 + (Number(id.replace(/\D/g, '')) % 360)))
    .toISOString()
    .slice(0, 10)
  const [start, end] = ['19:00:00', '20:00:00'].map((time) => ({
    ...{ dateTime: `${day}T${time}`, timeZone: 'Europe/Berlin' },
  }))
  return { id, summary: 'Dinner with the Okafors', location: 'Lisbon Road 4', start, end }
}
