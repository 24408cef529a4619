import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { placements } from '@/db/schema/placements'
import { dispatch } from '@/lib/jobs/dispatch'
import { addMember, as, hour, loadEventDetail, makeGroup, makeUser } from '@/test/database/fixtures'

const FUTURE = hour('2126-11-21')

it('invites later members of an invited group to events that are not over, once', async () => {
  const [organizer, member, late] = [
    await makeUser('organizer'),
    await makeUser('member'),
    await makeUser('late'),
  ]
  const { group } = await makeGroup(organizer)
  await addMember(member, organizer, group)
  const create = (fields: object) =>
    as(organizer).createEvent({
      ...{ calendarId: organizer.calendar, span: FUTURE, attendees: [member.id], groups: [group] },
      ...fields,
    })
  const [coming, past, uninvited, hidden] = [
    await create({}),
    await create({ span: hour('2020-01-01') }),
    await create({ groups: [] }),
    await create({}),
  ]
  await db.execute(`insert into hidden_from (event_id, user_id) values ('${hidden.id}', '${late.id}')`)
  await addMember(late, organizer, group)
  await dispatch()
  await dispatch()
  const guests = async (id: string) =>
    (await loadEventDetail(organizer, id)).attendees.map(({ name }) => name).sort()
  expect(await guests(coming.id)).toEqual(['late', 'member'])
  for (const { id } of [past, uninvited, hidden]) expect(await guests(id)).toEqual(['member'])
  const placed = await db.select().from(placements).where(eq(placements.eventId, coming.id))
  expect(placed.map(({ calendarId }) => calendarId)).toContain(late.calendar)
})
