import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { builtInAlarms } from '@/lib/calendar/alarms/alarm'
import { calendarAlarms } from '@/lib/queries/default-alarms'
import { as, codeOf, makeFamily, type TestUser } from '@/test/database/fixtures'
import { setDefaultAlarms, setUserDefaultAlarms } from './default-alarms'

const timed = [{ minutesBefore: 10, method: 'push' as const }]
const allDay = [{ minutesBefore: -540, method: 'email' as const }]
const alarmsOf = ({ id }: TestUser, calendar: string) => calendarAlarms(db, id, calendar)

it('stores default alarms of a calendar for the user alone, timed and all-day ones separately', async () => {
  const { viewer, editor, sharee, calendar } = await makeFamily()
  const builtIn = { own: false, ...builtInAlarms('event') }
  await as(viewer).run(setDefaultAlarms, { calendar, allDay })
  expect(await alarmsOf(viewer, calendar)).toEqual({ ...builtIn, own: true, allDay })
  await as(viewer).run(setDefaultAlarms, { calendar, timed })
  expect(await alarmsOf(viewer, calendar)).toEqual({ own: true, timed, allDay })
  expect(await alarmsOf(editor, calendar)).toEqual(builtIn)
  expect((await as(viewer).run(setDefaultAlarms, { calendar, timed })).changeset).toBeNull()
  expect(await codeOf(as(sharee).run(setDefaultAlarms, { calendar, timed: [] }))).toBe('FORBIDDEN')
  const six = Array.from({ length: 6 }, () => ({ ...timed[0]! }))
  expect(await codeOf(as(viewer).run(setDefaultAlarms, { calendar, timed: six }))).toBe('INVALID')
})

it("uses the user's defaults for calendars without their own, and again after a reset", async () => {
  const { viewer, calendar } = await makeFamily()
  await as(viewer).run(setUserDefaultAlarms, { timed })
  expect(await alarmsOf(viewer, calendar)).toEqual({ own: false, timed, allDay: [] })
  await as(viewer).run(setDefaultAlarms, { calendar, timed: [] })
  await as(viewer).run(setUserDefaultAlarms, { allDay })
  expect(await alarmsOf(viewer, calendar)).toEqual({ own: true, timed: [], allDay: [] })
  await as(viewer).run(setDefaultAlarms, { calendar, reset: true })
  expect(await alarmsOf(viewer, calendar)).toEqual({ own: false, timed, allDay })
  expect((await as(viewer).run(setUserDefaultAlarms, { allDay })).changeset).toBeNull()
})
