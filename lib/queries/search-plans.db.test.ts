import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import { createEvent } from '@/lib/commands/events'
import { createGathering } from '@/lib/commands/gatherings'
import { createTaskList, openTaskList } from '@/lib/commands/task-lists'
import { addTasks } from '@/lib/commands/tasks'
import { searchOutput, searchQuery } from '@/lib/schemas/search'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { search } from './search'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const find = async (user: TestUser, q: string, filters: object = {}) => {
  const query = searchQuery.parse({ q, ...filters })
  const found = await search(db, await loadReach(db, user), query, { now: Date.now(), zone: 'UTC' })
  return searchOutput.parse(found).plans.map(({ kind, title, where }) => [kind, title, where])
}

const createGatheringIn = async (title: string, fields: object = {}) =>
  (
    await as(family.owner).run(createGathering, {
      ...{ title, group: family.group, access: 'members', timeZone: 'UTC', slots: [hour('2127-06-01', 18)] },
      ...fields,
    })
  ).result.id

it('finds gatherings and tasks by all words, in texts with accents too', async () => {
  await createGatheringIn('Sommerfest', { location: 'Café am Fluss' })
  const list = (await as(family.owner).run(createTaskList, { group: family.group, name: 'Einkauf' })).result
    .id
  await as(family.owner).run(addTasks, { list, tasks: [{ title: 'Kaffee', note: 'für das Cafe' }] })
  expect(await find(family.viewer, 'cafe')).toEqual([
    ['gathering', 'Sommerfest', ''],
    ['task', 'Kaffee', 'Einkauf'],
  ])
  expect(await find(family.viewer, 'cafe fluss')).toEqual([['gathering', 'Sommerfest', '']])
  expect(await find(family.viewer, 'cafe tee')).toEqual([])
  expect(await find(family.viewer, 'cafe', { kind: 'event' })).toEqual([])
  expect(await find(family.viewer, '%')).toEqual([])
})

it('finds neither gatherings nor tasks that the user does not see', async () => {
  await createGatheringIn('Überraschung', { access: 'invited' })
  const create = async (fields: object) => {
    const event = { calendarId: family.calendar, title: 'Party', span: hour('2127-06-01'), ...fields }
    const { id } = (await as(family.owner).run(createEvent, event)).result
    const list = (await as(family.owner).run(openTaskList, { event: id })).result.id
    await as(family.owner).run(addTasks, { list, tasks: [{ title: 'Überraschung backen' }] })
  }
  await create({})
  await create({ visibility: 'private' })
  await create({ hiddenFrom: [family.viewer.id] })
  expect(await find(family.owner, 'überraschung')).toHaveLength(4)
  expect(await find(family.viewer, 'überraschung')).toEqual([['task', 'Überraschung backen', 'Party']])
  expect(await find(family.sharee, 'überraschung')).toEqual([])
  expect(await find(family.stranger, 'überraschung')).toEqual([])
})
