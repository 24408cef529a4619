import { addMember, as, hour, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { placeEvent } from './placements'

/** The day of the event. */
export const EVENT_DAY = '2026-06-01'

/** The day after the event. */
export const NEXT_DAY = '2026-06-02'

/** Lists the events of the day for a user: title, calendar, and the calendars of further placements. */
export async function listSeenBy(actor: TestUser) {
  const { calendars, tuples } = await as(actor).loadRange(EVENT_DAY, NEXT_DAY)
  const name = (index: number) => calendars[index]![0]
  return tuples.map(([, index, , , , title, , , also = []]) => ({
    title,
    in: name(index),
    also: also.map(name).sort(),
  }))
}

/** Creates an event of Ann, and a group of hers with Bob as editor and Cleo as viewer. */
export async function makeEventAndGroup() {
  const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
  const { group, calendar } = await makeGroup(ann)
  await addMember(bob, ann, group, 'editor')
  await addMember(cleo, ann, group, 'viewer')
  const event = await as(ann).createEvent({
    calendarId: ann.calendar,
    title: 'Dentist',
    span: hour(EVENT_DAY),
  })
  const place = (detail: 'full' | 'title' | 'busy', actor = ann) =>
    as(actor).run(placeEvent, { event: event.id, calendar, detail })
  return { ann, bob, cleo, group, calendar, event, place }
}
