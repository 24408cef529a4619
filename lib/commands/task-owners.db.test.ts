import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { tasks } from '@/db/schema/tasks'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { dispatch } from '@/lib/jobs/dispatch'
import { notifyDueTasks } from '@/lib/jobs/due-tasks'
import { activity } from '@/lib/queries/activity'
import { describeChange } from '@/lib/queries/changes/describe-change'
import { type RecordedChange, recordedColumns } from '@/lib/queries/changes/recorded-change'
import { loadChangeViewer } from '@/lib/queries/changes/viewer'
import { notificationList } from '@/lib/queries/notifications/list'
import { searchAs } from '@/lib/queries/search.test.results'
import { dueTasks, tasksPage } from '@/lib/queries/tasks'
import { tasksOfEvent, tasksOfGathering } from '@/lib/queries/tasks-of'
import { tasksOfOutput, tasksOutput } from '@/lib/schemas/tasks'
import {
  as,
  codeOf,
  type Family,
  hour,
  insertCalendar,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { createEvent, deleteEvent, updateEvent } from './events'
import { createGathering } from './gatherings'
import { openTaskList } from './task-lists'
import { addTasks, setTaskStatus, updateTask } from './tasks'
import { restore } from './trash'
import { undo } from './undo'

let family: Family
let shared: Family
beforeAll(async () => {
  shared = await makeFamily()
})
beforeEach(() => {
  family = shared
})

const createIn = async (fields: object = {}, by = family.owner) =>
  (
    await as(by).run(createEvent, {
      calendarId: family.calendar,
      title: 'Party',
      span: hour('2126-03-02'),
      ...fields,
    })
  ).result.id

const open = async (event: string, occurrence?: string, by = family.owner) =>
  (await as(by).run(openTaskList, { event, ...(occurrence && { occurrence }) })).result.id

const add = async (list: string, task: object, by = family.owner) =>
  (await as(by).run(addTasks, { list, tasks: [{ title: 'Cake', ...task }] })).result.ids[0]!

const listsOf = (user: TestUser, event: string, occurrence: string | null = null) =>
  db.transaction(async (tx) =>
    tasksOfOutput.parse(await tasksOfEvent(tx, await grant(tx, user, 'read', 'event', event), occurrence)),
  )
const titlesFor = async (user: TestUser, event: string, occurrence: string | null = null) =>
  (await listsOf(user, event, occurrence)).lists.map(({ tasks }) => tasks.map(({ title }) => title))

const own = async (user: TestUser) => {
  const page = tasksOutput.parse(await tasksPage(db, await loadReach(db, user)))
  return page.own.map(({ title, list }) => [title, page.elsewhere.find(({ id }) => id === list)?.name])
}
const due = async (user: TestUser) =>
  (await dueTasks(db, await loadReach(db, user), '2126-03-02')).map(({ title, list }) => [title, list.name])
const notified = async (user: TestUser) => {
  await dispatch()
  const { items } = await notificationList(db, await loadReach(db, user), 'UTC')
  return items.flatMap(({ kind, title, where }) =>
    kind.startsWith('task') ? [[kind, title, where?.name]] : [],
  )
}

describe('tasks of an event', () => {
  it('shows the tasks of an event in the event, at home, among own tasks and in notifications', async () => {
    family = await makeFamily()
    const event = await createIn()
    const dueOn = { day: '2126-03-02', time: null, zone: null }
    const task = await add(await open(event), { assignee: family.viewer.id, due: dueOn })
    expect(await titlesFor(family.viewer, event)).toEqual([['Cake']])
    expect(await own(family.viewer)).toEqual([['Cake', 'Party']])
    expect(await due(family.viewer)).toEqual([['Cake', 'Party']])
    expect(await own(family.editor)).toEqual([])
    expect(await notified(family.viewer)).toEqual([['task-assigned', 'Cake', 'Party']])
    await notifyDueTasks(new Date('2126-03-02T09:00Z'))
    expect((await notified(family.viewer))[0]).toEqual(['task-due', 'Cake', 'Party'])
    expect(await codeOf(as(family.viewer).run(setTaskStatus, { task, status: 'done' }))).toBe('ok')
    expect(await own(family.viewer)).toEqual([])
    expect(await notified(family.viewer)).toEqual([])
  })

  it('creates one list when two users open the tasks of an event concurrently', async () => {
    const event = await createIn()
    const lists = await Promise.all([family.owner, family.editor].map((user) => open(event, undefined, user)))
    expect(new Set(lists).size).toBe(1)
  })

  it('hides tasks from users from whom their event is hidden', async () => {
    family = await makeFamily()
    const event = await createIn()
    const task = await add(await open(event), { assignee: family.viewer.id })
    await as(family.owner).run(updateEvent, {
      id: event,
      version: 1,
      patch: { hiddenFrom: [family.viewer.id] },
    })
    expect(await codeOf(listsOf(family.viewer, event))).toBe('NOT_FOUND')
    expect(await own(family.viewer)).toEqual([])
    expect(await notified(family.viewer)).toEqual([])
    expect(await codeOf(as(family.viewer).run(setTaskStatus, { task, status: 'done' }))).toBe('NOT_FOUND')
    const seen = await db.transaction(async (tx) =>
      activity(
        tx,
        await grant(tx, family.viewer, 'read', 'group', family.group),
        await loadReach(tx, family.viewer),
        { kind: 'task' },
      ),
    )
    expect(seen.entries).toEqual([])
    await as(family.owner).run(updateEvent, { id: event, version: 2, patch: { hiddenFrom: [] } })
    expect(await own(family.viewer)).toEqual([['Cake', 'Party']])
  })

  it('hide what was recorded while their event was private after it is shown to others', async () => {
    const event = await createIn({ visibility: 'private' })
    const task = await add(await open(event), { title: 'Gift for Ann' })
    await as(family.owner).run(updateEvent, { id: event, version: 1, patch: { visibility: 'default' } })
    await as(family.owner).run(updateTask, { task, version: 1, patch: { title: 'Gift' } })
    const changes = await db.execute<RecordedChange & Record<string, unknown>>(sql`
      select ${recordedColumns} from changes c join changesets s on s.id = c.changeset_id
      where c.entity = 'task' and c.entity_id = ${task} order by c.seq`)
    const seenBy = async (user: TestUser) => {
      const viewer = await loadChangeViewer(db, await loadReach(db, user), changes)
      return changes.map((change) => (describeChange(change, viewer) as { title: string } | null)?.title)
    }
    expect(await seenBy(family.owner)).toEqual(['Gift for Ann', 'Gift'])
    expect(await seenBy(family.viewer)).toEqual([undefined, 'Gift'])
  })

  it('assigns tasks of an event only to users who see it', async () => {
    const event = await createIn({ hiddenFrom: [family.admin.id] })
    const list = await open(event)
    const assign = (assignee: string) => codeOf(add(list, { assignee }))
    expect(await Promise.all([family.stranger.id, family.admin.id].map(assign))).toEqual([
      'INVALID',
      'INVALID',
    ])
    expect(await Promise.all([family.viewer.id, family.owner.id].map(assign))).toEqual(['ok', 'ok'])
  })

  it('hides the tasks of an event in the trash, and shows them again when it is restored', async () => {
    const event = await createIn({ title: 'Picnic' })
    await add(await open(event), { assignee: family.viewer.id })
    await as(family.owner).run(deleteEvent, { id: event, version: 1 })
    expect(await own(family.viewer)).not.toContainEqual(['Cake', 'Picnic'])
    await as(family.owner).run(restore, { event })
    expect(await titlesFor(family.viewer, event)).toEqual([['Cake']])
  })

  it('keeps the tasks of an event that moves to another calendar', async () => {
    const event = await createIn()
    await add(await open(event), {})
    const calendarId = await insertCalendar({ ownerGroupId: family.group })
    await as(family.owner).run(updateEvent, { id: event, version: 1, patch: { calendarId } })
    expect(await titlesFor(family.editor, event)).toEqual([['Cake']])
  })

  it('undoes and merges edits of the tasks of an event', async () => {
    const event = await createIn()
    const list = await open(event)
    const { changeset, result } = await as(family.editor).run(addTasks, { list, tasks: [{ title: 'Cake' }] })
    const [task] = result.ids
    expect(await codeOf(as(family.viewer).run(undo, { changeset: changeset! }))).toBe('FORBIDDEN')
    await as(family.owner).run(updateTask, { task: task!, version: 1, patch: { title: 'Pie' } })
    expect(
      await codeOf(as(family.editor).run(updateTask, { task: task!, version: 1, patch: { title: 'Tart' } })),
    ).toBe('CONFLICT')
    const done = await as(family.editor).run(setTaskStatus, { task: task!, status: 'done' })
    await as(family.editor).run(undo, { changeset: done.changeset! })
    expect((await listsOf(family.editor, event)).lists[0]!.tasks).toMatchObject([
      { title: 'Pie', status: 'todo' },
    ])
  })
})

describe('tasks of an occurrence', () => {
  const weekly = { rules: ['FREQ=WEEKLY;COUNT=4'] }
  const [second, third] = ['2126-03-09T09:00:00', '2126-03-16T09:00:00']

  it('shows the tasks of an occurrence and of its series, but not of other occurrences', async () => {
    const event = await createIn(weekly)
    await add(await open(event, second), { title: 'Cake' })
    await add(await open(event), { title: 'Keys' })
    expect(await titlesFor(family.viewer, event, second)).toEqual([['Cake'], ['Keys']])
    expect(await titlesFor(family.viewer, event, third)).toEqual([['Keys']])
  })

  it('moves tasks with their occurrence when the series is moved or split, and back by undo', async () => {
    const event = await createIn(weekly)
    await add(await open(event, second), {})
    const moved = await as(family.owner).run(updateEvent, {
      ...{ id: event, version: 1, patch: { span: hour('2126-03-03', 10) } },
    })
    expect(await titlesFor(family.viewer, event, '2126-03-10T10:00:00')).toEqual([['Cake']])
    await as(family.owner).run(undo, { changeset: moved.changeset! })
    expect(await titlesFor(family.viewer, event, second)).toEqual([['Cake']])
    const split = await as(family.owner).run(updateEvent, {
      ...{
        id: event,
        version: 3,
        patch: { title: 'Late' },
        occurrence: { id: second, scope: 'following' as const },
      },
    })
    expect(await titlesFor(family.viewer, split.result.id, second)).toEqual([['Cake']])
    expect(await titlesFor(family.viewer, event, second)).toEqual([])
  })

  it('hides the tasks of a deleted occurrence, and does not notify of them as due', async () => {
    family = await makeFamily()
    const event = await createIn(weekly)
    for (const occurrence of [second, third])
      await add(await open(event, occurrence), {
        ...{ title: `Bunting ${occurrence.slice(8, 10)}`, assignee: family.viewer.id },
        due: { day: '2126-03-02', time: null, zone: null },
      })
    const found = async () =>
      (await searchAs(family.viewer, { q: 'bunting', kind: 'task' })).others.map(({ title }) => title)
    const deleteFrom = (version: number, id: string, scope: 'this' | 'following') =>
      as(family.owner).run(deleteEvent, { id: event, version, occurrence: { id, scope } })
    await deleteFrom(1, second, 'this')
    expect(await own(family.viewer)).toEqual([['Bunting 16', 'Party']])
    expect(await due(family.viewer)).toEqual([['Bunting 16', 'Party']])
    expect(await found()).toEqual(['Bunting 16'])
    await notifyDueTasks(new Date('2126-03-02T09:00Z'))
    expect(await notified(family.viewer)).toEqual([['task-due', 'Bunting 16', 'Party']])
    await deleteFrom(2, third, 'following')
    expect([await own(family.viewer), await found(), await notified(family.viewer)]).toEqual([[], [], []])
  })

  it('merges the lists of an occurrence when a move is undone after tasks were added', async () => {
    const event = await createIn(weekly)
    await add(await open(event, second), { title: 'Cake' })
    const moved = await as(family.owner).run(updateEvent, {
      ...{ id: event, version: 1, patch: { span: hour('2126-03-02', 10) } },
    })
    await add(await open(event, '2126-03-09T10:00:00'), { title: 'Pie' })
    await as(family.owner).run(undo, { changeset: moved.changeset! })
    expect((await titlesFor(family.viewer, event, second)).flat().sort()).toEqual(['Cake', 'Pie'])
  })
})

describe('tasks of a gathering', () => {
  it('lets the organizer and editors of the group edit the tasks of a gathering, and all who see it read them', async () => {
    const gathering = await as(family.owner).run(createGathering, {
      ...{ title: 'Summer party', group: family.group, access: 'members', timeZone: 'UTC' },
      slots: [{ type: 'all-day', start: '2126-07-04', end: '2126-07-05' }],
    })
    const { id } = gathering.result
    const list = (await as(family.editor).run(openTaskList, { gathering: id })).result.id
    await add(list, { title: 'Tent', assignee: family.viewer.id }, family.editor)
    expect(await codeOf(add(list, {}, family.viewer))).toBe('FORBIDDEN')
    expect(await codeOf(add(list, {}, family.stranger))).toBe('NOT_FOUND')
    const page = await db.transaction(async (tx) =>
      tasksOfGathering(tx, await grant(tx, family.viewer, 'read', 'gathering', id)),
    )
    expect(page).toMatchObject({ canWrite: false, lists: [{ tasks: [{ title: 'Tent' }] }] })
    expect(await own(family.viewer)).toContainEqual(['Tent', 'Summer party'])
    await db.delete(tasks).where(eq(tasks.listId, list))
  })
})
