import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { taskLists, tasks } from '@/db/schema/tasks'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import type { TaskStatus } from '@/lib/calendar/tasks/task'
import { addManagedMember } from '@/lib/commands/managed-members'
import { dispatch } from '@/lib/jobs/dispatch'
import { notifyDueTasks } from '@/lib/jobs/due-tasks'
import { purge } from '@/lib/jobs/upkeep'
import { activity } from '@/lib/queries/activity'
import { notificationList } from '@/lib/queries/notifications/list'
import { taskListPage, tasksPage } from '@/lib/queries/tasks'
import { trash } from '@/lib/queries/trash'
import { activityOutput } from '@/lib/schemas/activity'
import { MAX_TASKS } from '@/lib/schemas/choices'
import { notificationsOutput } from '@/lib/schemas/notifications'
import { type addTasks as addTasksInput, taskListOutput, tasksOutput } from '@/lib/schemas/tasks'
import { as, codeOf, type Family, makeFamily, makeGroup, type TestUser } from '@/test/database/fixtures'
import { deleteAccountOf } from './account-deletion.test.accounts'
import { deleteGroup } from './groups'
import { removeManagedMember } from './managed-members'
import { leaveGroup } from './members'
import { createTaskList, deleteTaskList, moveTaskList, renameTaskList, restoreTaskList } from './task-lists'
import { addTasks, deleteTasks, moveTask, setTaskStatus, updateTask } from './tasks'
import { undo } from './undo'

let family: Family
let list: string
let shared: Family
beforeAll(async () => {
  shared = await makeFamily()
})
beforeEach(async () => {
  family = shared
  list = await createList('Shopping')
})

/** Replaces the family, for a test that changes its members or counts its lists. */
async function makeOwnFamily() {
  family = await makeFamily()
  list = await createList('Shopping')
}

const createList = async (name: string, group = family.group, user: TestUser = family.owner) =>
  (await as(user).run(createTaskList, { group, name })).result.id

type NewTask = z.input<typeof addTasksInput>['tasks'][number]

const add = async (added: (NewTask | string)[], to = list) => {
  const asTasks = added.map((task) => (typeof task === 'string' ? { title: task } : task))
  return (await as(family.editor).run(addTasks, { list: to, tasks: asTasks })).result.ids
}

const pageFor = async (user: TestUser, id = list) =>
  taskListOutput.parse(
    await db.transaction(async (tx) => taskListPage(tx, await grant(tx, user, 'read', 'task-list', id))),
  )
const ownTasks = async (user: TestUser) =>
  tasksOutput.parse(await tasksPage(db, await loadReach(db, user))).own.map(({ title }) => title)
const titles = async (id = list) => (await pageFor(family.viewer, id)).tasks.map(({ title }) => title)
const setStatus = (user: TestUser, task: string, status: TaskStatus) =>
  as(user).run(setTaskStatus, { task, status })
const undoAs = (user: TestUser, { changeset }: { changeset: string | null }) =>
  as(user).run(undo, { changeset: changeset! })
const day = (date: string) => ({ day: date, time: null, zone: null })
/** The date of the users, whose zone is UTC. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('permissions', () => {
  it('lets viewers read and complete their own tasks, and editors write', async () => {
    const { viewer, editor, stranger, sharee } = family
    const [milk, bins] = await add(['Milk', { title: 'Bins', assignee: viewer.id }])
    expect(await titles()).toEqual(['Milk', 'Bins'])
    const write = { task: bins!, version: 1, patch: { title: 'Mine' } }
    expect([
      await codeOf(setStatus(viewer, milk!, 'done')),
      await codeOf(setStatus(viewer, bins!, 'done')),
      await codeOf(as(viewer).run(updateTask, write)),
      await codeOf(as(viewer).run(addTasks, { list, tasks: [{ title: 'Eggs' }] })),
      await codeOf(createList('Own', family.group, viewer)),
      await codeOf(as(editor).run(updateTask, { ...write, version: 2 })),
    ]).toEqual(['FORBIDDEN', 'ok', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'ok'])
    for (const outsider of [stranger, sharee]) {
      expect([
        await codeOf(pageFor(outsider)),
        await codeOf(setStatus(outsider, milk!, 'done')),
        await codeOf(as(outsider).run(deleteTaskList, { list })),
        await codeOf(createList('Foreign', family.group, outsider)),
      ]).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'])
      expect(await tasksPage(db, await loadReach(db, outsider))).toMatchObject({ lists: [], own: [] })
    }
  })

  it('shows no task of a deleted list, group or task, and accepts no change of it', async () => {
    await makeOwnFamily()
    const [milk, eggs] = await add(['Milk', 'Eggs'])
    await as(family.editor).run(deleteTasks, { list, tasks: [eggs!] })
    expect(await codeOf(setStatus(family.owner, eggs!, 'done'))).toBe('NOT_FOUND')
    await as(family.editor).run(deleteTaskList, { list })
    expect([
      await codeOf(pageFor(family.owner)),
      await codeOf(setStatus(family.owner, milk!, 'done')),
    ]).toEqual(['NOT_FOUND', 'NOT_FOUND'])
    const other = await createList('Packing')
    await as(family.owner).run(deleteGroup, { group: family.group })
    expect(await codeOf(pageFor(family.owner, other))).toBe('NOT_FOUND')
    expect((await tasksPage(db, await loadReach(db, family.owner))).lists).toEqual([])
  })

  it('assigns members with and without an account, and nobody else', async () => {
    const added = await as(family.owner).run(addManagedMember, { group: family.group, name: 'Mia' })
    const child = added.result.user
    const [task] = await add([{ title: 'Tidy up', assignee: child }])
    const assign = (assignee: string) =>
      codeOf(as(family.editor).run(updateTask, { task: task!, version: 1, patch: { assignee } }))
    expect(await assign(family.stranger.id)).toBe('INVALID')
    await as(family.owner).run(removeManagedMember, { group: family.group, user: child })
    expect((await pageFor(family.viewer)).tasks).toMatchObject([{ assignee: null }])
    expect(await assign(child)).toBe('INVALID')
  })

  it('unassigns the tasks of members who leave or delete their account', async () => {
    await makeOwnFamily()
    const { viewer, editor } = family
    await add([
      { title: 'A', assignee: viewer.id },
      { title: 'B', assignee: editor.id },
    ])
    const elsewhere = await makeGroup(viewer)
    const own = await createList('Own', elsewhere.group, viewer)
    await as(viewer).run(addTasks, { list: own, tasks: [{ title: 'C', assignee: viewer.id }] })
    await as(viewer).run(leaveGroup, { group: family.group })
    await deleteAccountOf(editor)
    const { tasks: rows } = await pageFor(family.owner)
    expect(rows.map(({ assignee }) => assignee)).toEqual([null, null])
    expect(await ownTasks(viewer)).toEqual(['C'])
  })
})

describe('order', () => {
  it('moves tasks within a list and to another list of the group', async () => {
    const [a, b, c] = (await add(['A', 'B', 'C'])) as [string, string, string]
    const move = (input: { task: string; after: string | null; list?: string }) =>
      as(family.editor).run(moveTask, input)
    await move({ task: c, after: null })
    expect(await titles()).toEqual(['C', 'A', 'B'])
    await move({ task: c, after: a })
    expect(await titles()).toEqual(['A', 'C', 'B'])
    const packing = await createList('Packing')
    await move({ task: b, after: null, list: packing })
    expect([await titles(), await titles(packing)]).toEqual([['A', 'C'], ['B']])
    const foreign = await createList('Foreign', (await makeGroup(family.owner)).group)
    expect(await codeOf(as(family.owner).run(moveTask, { task: a, after: null, list: foreign }))).toBe(
      'INVALID',
    )
  })

  it('keeps all positions different when two members move and add tasks at once', async () => {
    const ids = await add(['A', 'B', 'C', 'D'])
    await Promise.all([
      ...ids.map((task) => as(family.editor).run(moveTask, { task, after: null })),
      ...ids.map((_, index) =>
        as(family.owner).run(addTasks, { list, tasks: [{ title: `E${index}` }, { title: `F${index}` }] }),
      ),
    ])
    const rows = await db.select({ position: tasks.position }).from(tasks).where(eq(tasks.listId, list))
    expect(new Set(rows.map(({ position }) => position)).size).toBe(12)
  })

  it('moves lists within a group', async () => {
    await makeOwnFamily()
    const packing = await createList('Packing')
    await as(family.editor).run(moveTaskList, { list: packing, after: null })
    const { lists } = await tasksPage(db, await loadReach(db, family.viewer))
    expect(lists.map(({ name }) => name)).toEqual(['Packing', 'Shopping'])
    expect(await codeOf(as(family.editor).run(moveTaskList, { list, after: list }))).toBe('INVALID')
  })
})

describe('recurring tasks', () => {
  it('creates the next task in the same place when one is completed, once', async () => {
    const due = day(inDays(0))
    const [bins] = await add([
      { title: 'Bins', due, rule: 'FREQ=DAILY;INTERVAL=2', assignee: family.viewer.id },
      'Last',
    ])
    await setStatus(family.viewer, bins!, 'done')
    await setStatus(family.viewer, bins!, 'done')
    const { tasks: rows } = await pageFor(family.viewer)
    expect(rows).toMatchObject([
      { title: 'Bins', due: day(inDays(2)), status: 'todo', assignee: family.viewer.id, version: 1 },
      { title: 'Last' },
      { id: bins, due, status: 'done' },
    ])
    await setStatus(family.editor, bins!, 'todo')
    expect((await pageFor(family.viewer)).tasks).toMatchObject([{ id: bins, due }, { title: 'Last' }])
  })

  it('keeps a next task that was edited when the completed one is opened again', async () => {
    const [bins] = await add([{ title: 'Bins', due: day(inDays(0)), rule: 'FREQ=DAILY' }])
    await setStatus(family.editor, bins!, 'done')
    const next = (await pageFor(family.viewer)).tasks[0]!
    await as(family.editor).run(updateTask, { task: next.id, version: 1, patch: { note: 'Paper' } })
    await setStatus(family.editor, bins!, 'todo')
    await setStatus(family.editor, bins!, 'done')
    expect(await titles()).toEqual(['Bins', 'Bins'])
  })

  it('refuses recurrence rules with COUNT, without a due date or with invalid syntax', async () => {
    const due = day('2026-12-01')
    for (const task of [
      { rule: 'FREQ=DAILY' },
      { due, rule: 'FREQ=DAILY;COUNT=3' },
      { due, rule: 'often' },
    ]) {
      expect(await codeOf(add([{ title: 'T', ...task }]))).toBe('INVALID')
    }
    const [task] = await add([{ title: 'T', due, rule: 'FREQ=DAILY' }])
    expect(
      await codeOf(as(family.editor).run(updateTask, { task: task!, version: 1, patch: { due: null } })),
    ).toBe('INVALID')
  })
})

describe('updateTask', () => {
  it('merges concurrent edits of different fields, and reports a conflict in the same field', async () => {
    const [task] = await add(['Milk'])
    const edit = (user: TestUser, patch: object) =>
      as(user).run(updateTask, { task: task!, version: 1, patch })
    await edit(family.owner, { title: 'Oat milk' })
    await edit(family.editor, { note: '2 l' })
    expect((await pageFor(family.viewer)).tasks).toMatchObject([
      { title: 'Oat milk', note: '2 l', version: 3 },
    ])
    expect(await codeOf(edit(family.editor, { title: 'Soy milk' }))).toBe('CONFLICT')
  })

  it('stores a due time with its zone, and refuses one without', async () => {
    const due = { day: '2026-12-01', time: '18:30', zone: 'Europe/Berlin' }
    await add([{ title: 'Call', due }])
    expect((await pageFor(family.viewer)).tasks).toMatchObject([{ due }])
    for (const bad of [
      { ...due, zone: null },
      { ...due, time: '24:00' },
      { ...due, day: '2026-02-30' },
    ]) {
      expect(await codeOf(add([{ title: 'Call', due: bad }]))).toBe('INVALID')
    }
  })
})

describe('undo', () => {
  it('undoes and repeats every command', async () => {
    const { editor } = family
    const [milk, bins] = (await add([
      ...['Milk', { title: 'Bins', due: day(inDays(0)), rule: 'FREQ=DAILY' }],
    ])) as [string, string]
    const packing = await createList('Packing')
    const state = async () => {
      const rows = await db.select().from(tasks).orderBy(tasks.id)
      const lists = await db.select().from(taskLists).orderBy(taskLists.id)
      const shown = rows.filter(({ deletedAt }) => !deletedAt)
      return JSON.stringify([
        lists.map(({ name, position, deletedAt }) => [name, position, deletedAt !== null]),
        shown.map(({ id, title, listId, position, status, nextId, assigneeId }) => [
          ...[id, title, listId, position, status, nextId, assigneeId],
        ]),
      ])
    }
    const commands = [
      () =>
        as(editor).run(updateTask, { task: milk, version: 1, patch: { title: 'M', assignee: editor.id } }),
      () => as(editor).run(moveTask, { task: milk, after: bins }),
      () => as(editor).run(moveTask, { task: milk, after: null, list: packing }),
      () => setStatus(editor, bins!, 'done'),
      () => as(editor).run(deleteTasks, { list, tasks: [bins!] }),
      () => as(editor).run(addTasks, { list, tasks: [{ title: 'Eggs' }] }),
      () => as(editor).run(renameTaskList, { list, name: 'Food' }),
      () => as(editor).run(moveTaskList, { list: packing, after: null }),
      () => as(editor).run(deleteTaskList, { list }),
    ]
    for (const [index, run] of commands.entries()) {
      const before = await state()
      const done = await run()
      const after = await state()
      const undone = await undoAs(editor, done)
      expect(await state(), `undo of command ${index}`).toBe(before)
      await undoAs(editor, undone)
      expect(await state(), `redo of command ${index}`).toBe(after)
    }
  })

  it('keeps fields that were changed since, and tasks that were edited since they were added', async () => {
    const { owner, editor } = family
    const added = await as(editor).run(addTasks, { list, tasks: [{ title: 'Milk' }] })
    const [task] = added.result.ids
    const edited = await as(editor).run(updateTask, {
      task: task!,
      version: 1,
      patch: { title: 'M', note: 'n' },
    })
    await as(owner).run(updateTask, { task: task!, version: 2, patch: { title: 'Oat milk' } })
    await undoAs(editor, edited)
    expect((await pageFor(owner)).tasks).toMatchObject([{ title: 'Oat milk', note: '' }])
    expect(await codeOf(undoAs(editor, added))).toBe('CONFLICT')
  })

  it('does not lead to two next tasks if the first one was edited', async () => {
    const { editor } = family
    const [bins] = await add([{ title: 'Bins', due: day(inDays(0)), rule: 'FREQ=DAILY' }])
    const done = await setStatus(editor, bins!, 'done')
    const [next] = (await pageFor(editor)).tasks.filter(({ status }) => status === 'todo')
    await as(editor).run(updateTask, { task: next!.id, version: 1, patch: { note: 'Blue one' } })
    await undoAs(editor, done)
    await setStatus(editor, bins!, 'done')
    const open = (await pageFor(editor)).tasks.filter(({ status }) => status === 'todo')
    expect(open.map(({ id }) => id)).toEqual([next!.id])
  })

  it('does not make a task recur that has no due day any more, nor a sign-up sheet recur or a duty', async () => {
    const due = day(inDays(1))
    const [bins, cakes] = await add(['Bins', 'Cakes'].map((title) => ({ title, due, rule: 'FREQ=DAILY' })))
    const edit = (task: string, version: number, patch: object) =>
      as(family.editor).run(updateTask, { task, version, patch })
    const once = await edit(bins!, 1, { rule: null })
    await edit(bins!, 2, { due: null })
    expect(await codeOf(undoAs(family.editor, once))).toBe('CONFLICT')
    const sheet = await edit(cakes!, 1, { rule: null, title: 'Cake' })
    await edit(cakes!, 2, { wanted: 3 })
    await undoAs(family.editor, sheet)
    const present = async (task: string) => (await pageFor(family.viewer)).tasks.find(({ id }) => id === task)
    expect(await present(cakes!)).toMatchObject({ title: 'Cakes', rule: null, wanted: 3 })
    const [drive] = await add([{ title: 'Drive', duty: 60 }])
    const dropped = await edit(drive!, 1, { duty: null })
    await edit(drive!, 2, { wanted: 3 })
    await undoAs(family.editor, dropped)
    expect(await present(drive!)).toMatchObject({ duty: null, wanted: 3 })
  })

  it('does not assign a task to a former member again', async () => {
    await makeOwnFamily()
    const { viewer, editor } = family
    const [task] = await add([{ title: 'Bins', assignee: viewer.id }])
    const patch = { title: 'Bins out', assignee: editor.id }
    const edited = await as(editor).run(updateTask, { task: task!, version: 1, patch })
    await as(viewer).run(leaveGroup, { group: family.group })
    await undoAs(editor, edited)
    expect((await pageFor(editor)).tasks).toMatchObject([{ title: 'Bins', assignee: editor.id }])
  })

  it('lets editors undo changes of tasks, and viewers only changes of their own', async () => {
    const { viewer, editor, stranger } = family
    const [task] = await add([{ title: 'Bins', assignee: viewer.id }])
    const done = await setStatus(viewer, task!, 'done')
    expect(await codeOf(undoAs(stranger, done))).toBe('NOT_FOUND')
    const redone = await undoAs(viewer, done)
    expect(await codeOf(undoAs(viewer, redone))).toBe('ok')
    const renamed = await as(editor).run(renameTaskList, { list, name: 'Food' })
    expect(await codeOf(undoAs(viewer, renamed))).toBe('FORBIDDEN')
  })
})

describe('lists', () => {
  it('shows a user their own tasks of all groups, and dated tasks without an assignee', async () => {
    await makeOwnFamily()
    const { viewer, editor } = family
    const due = day('2026-12-01')
    await add([
      ...[{ title: 'Mine', assignee: viewer.id }, { title: 'Open', due }, { title: 'Undated' }],
      { title: 'Hers', due, assignee: editor.id },
    ])
    expect(await ownTasks(viewer)).toEqual(['Open', 'Mine'])
  })

  it('limits the open tasks of a list', async () => {
    await db.execute(sql`
      insert into tasks (id, list_id, title, position, status, done_at)
      select gen_random_uuid(), ${list}, 'T', 'V' || lpad(n::text, 4, '0'), 'todo', null
      from generate_series(1, ${MAX_TASKS - 1}) n`)
    const [last] = await add(['Last'])
    expect(await codeOf(add(['Too many']))).toBe('LIMIT_REACHED')
    await setStatus(family.editor, last!, 'done')
    expect(await codeOf(add(['Fits']))).toBe('ok')
  })

  it('lists changes in the activity of the group, without moves', async () => {
    await makeOwnFamily()
    const [bins] = await add([{ title: 'Bins', due: day(inDays(0)), rule: 'FREQ=DAILY' }])
    await setStatus(family.owner, bins!, 'done')
    await as(family.owner).run(moveTask, { task: bins!, after: null })
    const page = await db.transaction(async (tx) =>
      activity(
        tx,
        await grant(tx, family.viewer, 'read', 'group', family.group),
        await loadReach(tx, family.viewer),
        {
          kind: 'task',
        },
      ),
    )
    expect(activityOutput.parse(page).entries.map(({ items }) => items)).toMatchObject([
      [{ kind: 'task', op: 'changed', name: 'Bins', isCompleted: true }],
      [{ kind: 'task', op: 'added', name: 'Bins', isCompleted: false }],
    ])
  })

  it('lists deleted lists in the trash of editors, who restore them with their tasks', async () => {
    await makeOwnFamily()
    await add(['Milk', 'Bread'])
    await as(family.owner).run(deleteTaskList, { list })
    const inTrash = async (user: TestUser) => trash(db, await loadReach(db, user))
    expect(await inTrash(family.editor)).toMatchObject([
      { kind: 'task-list', id: list, name: 'Shopping', count: 2, by: 'owner', canDeletePermanently: false },
    ])
    expect(await inTrash(family.viewer)).toEqual([])
    await as(family.editor).run(restoreTaskList, { list })
    expect(await titles()).toEqual(['Milk', 'Bread'])
    expect(await inTrash(family.editor)).toEqual([])
  })

  it('purges deleted tasks and lists with what the history contains of them', async () => {
    const [milk] = await add(['Milk'])
    await as(family.owner).run(deleteTaskList, { list })
    await db.execute(sql`update task_lists set deleted_at = now() - interval '40 days' where id = ${list}`)
    await purge()
    expect(await db.select().from(tasks).where(eq(tasks.id, milk!))).toEqual([])
    const rows = await db.select().from(changes).where(eq(changes.entityId, milk!))
    expect(rows.flatMap(({ before, after }) => [before, after])).toEqual([null, null])
  })
})

describe('notifications', () => {
  const notified = async (user: TestUser) => {
    await dispatch()
    const { items } = notificationsOutput.parse(await notificationList(db, await loadReach(db, user), 'UTC'))
    const ofTasks = items.filter(({ kind }) => kind.startsWith('task'))
    return ofTasks.map(({ kind, title, by, where }) => [kind, title, by?.name, where?.name, where?.href])
  }

  it('tells a member of a task that another member has assigned to them, while it is theirs to do', async () => {
    await makeOwnFamily()
    const { viewer, editor, owner } = family
    const [task] = await add([
      ...[
        { title: 'Bins', assignee: viewer.id },
        { title: 'Own', assignee: editor.id },
      ],
    ])
    expect(await notified(viewer)).toEqual([
      ['task-assigned', 'Bins', 'editor', 'Shopping', `/tasks/${list}`],
    ])
    expect(await notified(editor)).toEqual([])
    const assign = (assignee: string, version: number) =>
      as(editor).run(updateTask, { task: task!, version, patch: { assignee } })
    await assign(owner.id, 1)
    expect(await notified(viewer)).toEqual([])
    expect((await notified(owner))[0]?.slice(0, 2)).toEqual(['task-assigned', 'Bins'])
    await setStatus(owner, task!, 'done')
    expect(await notified(owner)).toEqual([])
  })

  it('tells the assignee once when a task becomes due, at nine o’clock or at its time', async () => {
    await makeOwnFamily()
    const { editor, viewer } = family
    const today = inDays(0)
    const at = (time: string) => ({ day: today, time, zone: 'Europe/Berlin' })
    await add([
      ...[
        { title: 'Day', due: day(today), assignee: editor.id },
        { title: 'Nobody', due: day(today) },
      ],
      { title: 'Time', due: at('23:30'), assignee: editor.id },
      { title: 'Past', due: day(inDays(-1)), assignee: editor.id },
    ])
    await db.execute(sql`update tasks set notify_from = ${`${today}T00:00:00Z`} where list_id = ${list}`)
    const due = async (time: string) => {
      await Promise.all([1, 2].map(() => notifyDueTasks(new Date(`${today}T${time}Z`))))
      return (await notified(editor)).map(([kind, title]) => `${kind} ${title}`)
    }
    expect(await due('08:59:00')).toEqual([])
    expect(await due('09:00:00')).toEqual(['task-due Day'])
    expect(await due('09:30:00')).toEqual(['task-due Day'])
    expect(await due('22:30:00')).toEqual(['task-due Time', 'task-due Day'])
    expect(await notified(viewer)).toEqual([])
  })

  it('notifies of due tasks at their wall time in zones that Postgres does not know or reads differently', async () => {
    await makeOwnFamily()
    const { editor } = family
    const today = inDays(0)
    const at = (zone: string) => ({ day: today, time: '12:00', zone })
    await add([
      { title: 'Offset', due: at('UTC+04:00'), assignee: editor.id },
      { title: 'Unknown', due: at('VST'), assignee: editor.id },
    ])
    await db.execute(sql`update tasks set notify_from = ${`${today}T00:00:00Z`} where list_id = ${list}`)
    const due = async (time: string) => {
      await notifyDueTasks(new Date(`${today}T${time}Z`))
      return (await notified(editor)).map(([, title]) => title)
    }
    expect(await due('04:59:00')).toEqual([])
    expect(await due('05:00:00')).toEqual(['Unknown'])
    expect(await due('08:00:00')).toEqual(['Offset', 'Unknown'])
  })
})
