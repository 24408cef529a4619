import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { FLAG } from '@/lib/calendar/tuple'
import { dispatch } from '@/lib/jobs/dispatch'
import { notifyDuties } from '@/lib/jobs/duties'
import { activity } from '@/lib/queries/activity'
import { notificationList } from '@/lib/queries/notifications/list'
import { openDuties } from '@/lib/queries/open-duties'
import { dueTasks, taskListPage } from '@/lib/queries/tasks'
import { taskListOutput } from '@/lib/schemas/tasks'
import { as, codeOf, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { acknowledgeDuty, answerHandOver, claimDuty, handOverDuty, releaseDuty } from './duties'
import { createEvent, deleteEvent, updateEvent } from './events'
import { addManagedMember } from './managed-members'
import { leaveGroup } from './members'
import { createTaskList, openTaskList } from './task-lists'
import { addTasks, setTaskStatus, updateTask } from './tasks'
import { restore } from './trash'
import { undo } from './undo'

let family: Family
let list: string
beforeAll(async () => {
  family = await makeFamily()
  list = (await as(family.owner).run(createTaskList, { group: family.group, name: 'Driving' })).result.id
})

const NOON = '2126-03-02T12:00:00Z'
const at = (days: number) => new Date(Date.parse(NOON) + days * 86_400_000)
const due = { day: '2126-03-02', time: '12:00', zone: 'UTC' }

/** Adds a duty that is due at noon, of which the others are notified a day before. */
const addDuty = async (fields: object = {}, to = list) =>
  (
    await as(family.editor).run(addTasks, {
      list: to,
      tasks: [{ title: 'Drive', duty: 1440, due, ...fields }],
    })
  ).result.ids[0]!

const read = async (task: string, user = family.owner, from = list) => {
  const page = await db.transaction(async (tx) =>
    taskListPage(tx, await grant(tx, user, 'read', 'task-list', from)),
  )
  const { assignee, handedTo, awaitsConfirmation } = taskListOutput
    .parse(page)
    .tasks.find(({ id }) => id === task)!
  return { assignee, handedTo, awaitsConfirmation }
}

/** Returns the notifications of duties with a title that a user can read. */
const told = async (user: TestUser, title: string) => {
  const { items } = await notificationList(db, await loadReach(db, user), 'UTC')
  return items.flatMap((item) =>
    (item.kind === 'duty' || item.kind === 'unclaimed') && item.title === title ? item.op : [],
  )
}

/** Runs the job at a time, twice at once. Its duties are looked at, whenever they were last. */
const tick = async (now: Date) => {
  await db.execute(sql`update tasks set duty_check_at = ${now.toISOString()}::timestamptz where duty_minutes is not null
    and status <> 'done' and duty_check_at is not null`)
  await Promise.all([notifyDuties(now), notifyDuties(now)])
}

describe('claiming a duty', () => {
  it('assigns a duty to the first member who claims it, viewers too, until they release it', async () => {
    const { viewer, editor, stranger, owner } = family
    const task = await addDuty()
    expect(await codeOf(as(stranger).run(claimDuty, { task }))).toBe('NOT_FOUND')
    const codes = await Promise.all([viewer, editor].map((user) => codeOf(as(user).run(claimDuty, { task }))))
    expect(codes.sort()).toEqual(['CONFLICT', 'ok'])
    const claimer = (await read(task)).assignee === viewer.id ? viewer : editor
    expect(await read(task)).toEqual({ assignee: claimer.id, handedTo: null, awaitsConfirmation: false })
    await as(claimer).run(releaseDuty, { task })
    expect((await read(task)).assignee).toBe(null)
    await as(viewer).run(claimDuty, { task })
    await as(owner).run(releaseDuty, { task })
    expect((await read(task)).assignee).toBe(null)
  })

  it('refuses tasks that request nobody or are done, and a sign-up sheet as duty', async () => {
    const { editor } = family
    const task = await addDuty({ duty: null })
    expect(await codeOf(as(editor).run(claimDuty, { task }))).toBe('INVALID')
    await as(editor).run(updateTask, { task, version: 1, patch: { duty: 60 } })
    expect(await codeOf(as(editor).run(updateTask, { task, version: 2, patch: { wanted: 3 } }))).toBe(
      'INVALID',
    )
    await as(editor).run(setTaskStatus, { task, status: 'done' })
    expect(await codeOf(as(editor).run(claimDuty, { task }))).toBe('INVALID')
  })

  it('undoes the claim of a duty, and lists it in the activity of the group', async () => {
    const { viewer } = family
    const task = await addDuty({ title: 'Undone' })
    const { changeset } = await as(viewer).run(claimDuty, { task })
    const page = await db.transaction(async (tx) => {
      const group = await grant(tx, viewer, 'read', 'group', family.group)
      return activity(tx, group, await loadReach(tx, viewer), { kind: 'task' })
    })
    expect(page.entries[0]).toMatchObject({ items: [{ op: 'changed', name: 'Undone' }] })
    await as(viewer).run(undo, { changeset: changeset! })
    expect((await read(task)).assignee).toBe(null)
    const released = await as(viewer)
      .run(claimDuty, { task })
      .then(() => as(viewer).run(releaseDuty, { task }))
    await as(viewer).run(undo, { changeset: released.changeset! })
    expect(await read(task)).toEqual({ assignee: viewer.id, handedTo: null, awaitsConfirmation: false })
  })

  it('requests a person again for the next task of a recurring duty', async () => {
    const { viewer } = family
    const task = await addDuty({ title: 'Weekly', rule: 'FREQ=WEEKLY' })
    await as(viewer).run(claimDuty, { task })
    await as(viewer).run(setTaskStatus, { task, status: 'done' })
    const { tasks } = await db.transaction(async (tx) =>
      taskListPage(tx, await grant(tx, viewer, 'read', 'task-list', list)),
    )
    expect(tasks.filter(({ title, status }) => title === 'Weekly' && status === 'todo')).toMatchObject([
      { assignee: null, duty: 1440 },
    ])
  })

  it('releases a duty when its assignee leaves the group', async () => {
    const own = await makeFamily()
    const ownList = (await as(own.owner).run(createTaskList, { group: own.group, name: 'Own' })).result.id
    const add = { list: ownList, tasks: [{ title: 'Left', duty: 60, due }] }
    const task = (await as(own.owner).run(addTasks, add)).result.ids[0]!
    await as(own.viewer).run(claimDuty, { task })
    await as(own.viewer).run(handOverDuty, { task, to: own.editor.id })
    await as(own.editor).run(leaveGroup, { group: own.group })
    expect(await read(task, own.owner, ownList)).toMatchObject({ assignee: own.viewer.id, handedTo: null })
    await as(own.viewer).run(leaveGroup, { group: own.group })
    expect(await read(task, own.owner, ownList)).toMatchObject({ assignee: null, awaitsConfirmation: false })
  })
})

describe('handing over a duty', () => {
  it('assigns a duty to the asked person when they accept, and asks the assignee to confirm when they decline', async () => {
    const { viewer, editor, stranger, admin } = family
    const task = await addDuty({ title: 'Handed' })
    await as(viewer).run(claimDuty, { task })
    const handOver = (user: TestUser, to: string | null) => codeOf(as(user).run(handOverDuty, { task, to }))
    expect([
      await handOver(editor, admin.id),
      await handOver(viewer, stranger.id),
      await handOver(viewer, viewer.id),
      await handOver(viewer, admin.id),
    ]).toEqual(['FORBIDDEN', 'INVALID', 'INVALID', 'ok'])
    expect(await read(task)).toMatchObject({ assignee: viewer.id, handedTo: admin.id })
    expect(await told(admin, 'Handed')).toEqual(['duty-asked'])
    const answer = (user: TestUser, accepts: boolean) =>
      codeOf(as(user).run(answerHandOver, { task, accepts }))
    expect([await answer(editor, true), await answer(admin, false)]).toEqual(['CONFLICT', 'ok'])
    expect(await read(task)).toEqual({ assignee: viewer.id, handedTo: null, awaitsConfirmation: true })
    expect([await told(admin, 'Handed'), await told(viewer, 'Handed')]).toEqual([[], ['duty-reminder']])
    await as(viewer).run(acknowledgeDuty, { task })
    expect(await told(viewer, 'Handed')).toEqual([])
    await handOver(viewer, admin.id)
    expect(await answer(admin, true)).toBe('ok')
    expect(await read(task)).toEqual({ assignee: admin.id, handedTo: null, awaitsConfirmation: false })
  })

  it('hands a duty over to a member without an account without asking', async () => {
    const { viewer, owner, group } = family
    const child = (await as(owner).run(addManagedMember, { group, name: 'Mia' })).result.user
    const task = await addDuty({ title: 'Child' })
    await as(viewer).run(claimDuty, { task })
    await as(viewer).run(handOverDuty, { task, to: child })
    expect(await read(task)).toEqual({ assignee: child, handedTo: null, awaitsConfirmation: false })
    await tick(at(-0.5))
    expect(await told(owner, 'Child')).toEqual([])
  })
})

describe('open duties on the home page', () => {
  it('lists unclaimed duties and duties that wait for the user on the home page', async () => {
    const { owner, viewer, admin, stranger, group, calendar } = await makeFamily()
    const run = as(owner).run
    const listId = (await run(createTaskList, { group, name: 'Chores' })).result.id
    const addTo = async (to: string, title: string, fields: object = {}) =>
      (await run(addTasks, { list: to, tasks: [{ title, duty: 60, due: null, ...fields }] })).result.ids[0]!
    const eventOn = async (day: string, fields: object = {}) => {
      const input = { calendarId: calendar, title: `On ${day}`, span: hour(day), ...fields }
      const event = (await run(createEvent, input)).result.id
      return (await run(openTaskList, { event })).result.id
    }
    const shownTo = async (user: TestUser) =>
      (await openDuties(db, await loadReach(db, user), '2126-03-02', 'UTC')).map(
        ({ title, state, due, list }) => [title, state, due?.day, list.name],
      )
    const bins = await addTo(listId, 'Bins', { due: { day: '2126-03-05', time: null, zone: null } })
    await addTo(await eventOn('2126-03-04'), 'Drive')
    await addTo(await eventOn('2126-03-01'), 'Over')
    await addTo(await eventOn('2126-03-03', { visibility: 'private' }), 'Secret')
    await addTo(listId, 'Ordinary', { duty: null })
    const hers = await addTo(listId, 'Hers', { assignee: viewer.id })
    const drive = ['Drive', 'unclaimed', '2126-03-04', 'On 2126-03-04']
    expect(await shownTo(owner)).toEqual([
      ['Secret', 'unclaimed', '2126-03-03', 'On 2126-03-03'],
      drive,
      ['Bins', 'unclaimed', '2126-03-05', 'Chores'],
    ])
    expect(await shownTo(viewer)).toEqual([
      ['Hers', 'unconfirmed', undefined, 'Chores'],
      drive,
      ['Bins', 'unclaimed', '2126-03-05', 'Chores'],
    ])
    expect(await shownTo(stranger)).toEqual([])
    await as(viewer).run(acknowledgeDuty, { task: hers })
    await as(viewer).run(claimDuty, { task: bins })
    await as(viewer).run(handOverDuty, { task: bins, to: admin.id })
    expect(await shownTo(viewer)).toEqual([drive])
    expect(await shownTo(admin)).toContainEqual(['Bins', 'asked', '2126-03-05', 'Chores'])
    await as(viewer).run(releaseDuty, { task: bins })
    // The list of due tasks does not repeat it.
    expect(await dueTasks(db, await loadReach(db, viewer), '2126-03-05')).toEqual([])
  })
})

describe('rotations', () => {
  const weekly = { rule: 'FREQ=WEEKLY', due: { day: '2126-03-04', time: null, zone: null } }
  /** Adds a recurring duty with a rotation of some members. */
  const addRotation = async (
    title: string,
    users: { id: string }[],
    by: 'occurrence' | 'week' = 'occurrence',
  ) => {
    const task = await addDuty({ title, ...weekly })
    const rotation = { by, people: users.map(({ id }) => id) }
    await as(family.editor).run(updateTask, { task, version: 1, patch: { rotation } })
    return task
  }
  const rowOf = async (title: string) => {
    const page = await db.transaction(async (tx) =>
      taskListPage(tx, await grant(tx, family.owner, 'read', 'task-list', list)),
    )
    return taskListOutput.parse(page).tasks.find((task) => task.title === title && task.status === 'todo')!
  }
  const complete = async (title: string, times = 1) => {
    for (let time = 0; time < times; time++) {
      await as(family.editor).run(setTaskStatus, { task: (await rowOf(title)).id, status: 'done' })
    }
    return (await rowOf(title)).assignee
  }

  it('assigns the present task of a rotation to the first person, and each next task to the next person', async () => {
    const { viewer, editor, owner, admin } = family
    await addRotation('Turns', [viewer, editor, owner])
    expect((await rowOf('Turns')).assignee).toBe(viewer.id)
    const turns: (string | null)[] = []
    for (let turn = 0; turn < 3; turn++) turns.push(await complete('Turns'))
    expect(turns).toEqual([editor.id, owner.id, viewer.id])
    // Another assignee of one task changes no later turn.
    const { id: task, version } = await rowOf('Turns')
    await as(editor).run(updateTask, { task, version, patch: { assignee: admin.id } })
    expect(await complete('Turns')).toBe(editor.id)
  })

  it('notifies the next person of a rotation of their turn', async () => {
    const { viewer, owner } = family
    await addRotation('Told', [viewer, owner])
    await complete('Told')
    await dispatch()
    const { items } = await notificationList(db, await loadReach(db, owner), 'UTC')
    expect(items.filter(({ title }) => title === 'Told').map(({ kind }) => kind)).toEqual(['task-assigned'])
  })

  it('counts the weeks between two tasks as turns of a weekly rotation', async () => {
    const { viewer, owner } = family
    const task = await addRotation('Weekly turns', [viewer, owner], 'week')
    const { version } = await rowOf('Weekly turns')
    await as(family.editor).run(updateTask, { task, version, patch: { rule: 'FREQ=WEEKLY;INTERVAL=3' } })
    expect(await complete('Weekly turns')).toBe(owner.id)
    expect((await rowOf('Weekly turns')).due?.day).toBe('2126-03-25')
  })

  it('accepts a rotation only for recurring duties of group members, and removes it with the rule or the duty', async () => {
    const { viewer, editor, stranger } = family
    const people = [viewer.id, editor.id]
    const set = (task: string, patch: object, version = 1) =>
      codeOf(as(editor).run(updateTask, { task, version, patch }))
    const rotation = { by: 'week' as const, people }
    const task = await addDuty({ title: 'Ends', ...weekly })
    expect([
      await set(await addDuty(), { rotation }),
      await set(await addDuty({ ...weekly, duty: null }), { rotation }),
      await set(task, { rotation: { by: 'week', people: [viewer.id, stranger.id] } }),
      await set(task, { rotation: { by: 'week', people: [viewer.id, viewer.id] } }),
      await set(task, { rotation }),
    ]).toEqual(['INVALID', 'INVALID', 'INVALID', 'INVALID', 'ok'])
    const { changeset } = await as(editor).run(updateTask, { task, version: 2, patch: { duty: null } })
    expect(await rowOf('Ends')).toMatchObject({ duty: null, rotation: null })
    await as(editor).run(undo, { changeset: changeset! })
    expect(await rowOf('Ends')).toMatchObject({ duty: 1440, rotation: { by: 'week', people } })
    expect(await set(task, { rule: null }, 4)).toBe('ok')
    expect((await rowOf('Ends')).rotation).toBe(null)
    const event = (
      await as(family.owner).run(createEvent, {
        ...{ calendarId: family.calendar, title: 'Match', span: hour('2126-03-02', 12) },
      })
    ).result.id
    const ofEvent = (await as(editor).run(openTaskList, { event })).result.id
    expect(await set(await addDuty(weekly, ofEvent), { rotation })).toBe('INVALID')
  })

  it('keeps the order of a rotation when it is edited or undone, and when a member leaves the group', async () => {
    const own = await makeFamily()
    const [a, b, c] = [own.owner, own.editor, own.viewer]
    const ownList = (await as(a).run(createTaskList, { group: own.group, name: 'Own' })).result.id
    const added = { title: 'Order', duty: 60, ...weekly, assignee: b.id }
    const task = (await as(a).run(addTasks, { list: ownList, tasks: [added] })).result.ids[0]!
    const patch = (people: TestUser[]) => ({
      rotation: { by: 'occurrence' as const, people: people.map(({ id }) => id) },
    })
    await as(a).run(updateTask, { task, version: 1, patch: patch([a, b, c]) })
    const edit = await as(a).run(updateTask, { task, version: 2, patch: patch([c, b, a]) })
    await as(a).run(undo, { changeset: edit.changeset! })
    const status = (status: 'done' | 'todo') => as(a).run(setTaskStatus, { task, status })
    const next = async () => {
      const page = await db.transaction(async (tx) =>
        taskListPage(tx, await grant(tx, a, 'read', 'task-list', ownList)),
      )
      return page.tasks.find(({ id }) => id !== task)!
    }
    await status('done')
    expect(await next()).toMatchObject({ assignee: c.id, rotation: { people: [a.id, b.id, c.id] } })
    await status('todo')
    await as(c).run(leaveGroup, { group: own.group })
    await status('done')
    expect(await next()).toMatchObject({ assignee: a.id, rotation: { people: [a.id, b.id] } })
  })

  it('swaps two turns of a rotation once both people have agreed', async () => {
    const { viewer, editor, owner, admin } = family
    const task = await addRotation('Swap', [viewer, editor, owner])
    const [first, second, third] = ['2126-03-04', '2126-03-11', '2126-03-18']
    const offer = (user: TestUser, to: string | null, swapDay: string | null) =>
      codeOf(as(user).run(handOverDuty, { task, to, swapDay }))
    const answer = (user: TestUser, accepts: boolean) => as(user).run(answerHandOver, { task, accepts })
    expect([
      await offer(editor, viewer.id, second!),
      await offer(viewer, owner.id, second!),
      await offer(viewer, admin.id, second!),
      await offer(viewer, owner.id, third!),
    ]).toEqual(['FORBIDDEN', 'CONFLICT', 'CONFLICT', 'ok'])
    expect(await rowOf('Swap')).toMatchObject({ assignee: viewer.id, handedTo: owner.id, swapDay: third })
    expect(await told(owner, 'Swap')).toEqual(['duty-asked'])
    await answer(owner, false)
    const swapsOf = async () => (await rowOf('Swap')).rotation?.swaps
    const unchanged = { assignee: viewer.id, handedTo: null, swapDay: null }
    expect(await rowOf('Swap')).toMatchObject(unchanged)
    expect(await swapsOf()).toEqual({})
    expect(await told(viewer, 'Swap')).toEqual(['duty-reminder'])
    await offer(viewer, owner.id, third!)
    await offer(viewer, null, null)
    expect(await rowOf('Swap')).toMatchObject(unchanged)
    expect(await swapsOf()).toEqual({})
    await offer(viewer, owner.id, third!)
    const accepted = await answer(owner, true)
    const swaps = { [first!]: owner.id, [third!]: viewer.id }
    expect(await rowOf('Swap')).toMatchObject({ assignee: owner.id, swapDay: null })
    expect(await swapsOf()).toEqual(swaps)
    await as(owner).run(undo, { changeset: accepted.changeset! })
    expect((await rowOf('Swap')).assignee).toBe(viewer.id)
    expect(await swapsOf()).toEqual({})
    await offer(viewer, owner.id, third!)
    await answer(owner, true)
    const turns = [await complete('Swap'), await complete('Swap'), await complete('Swap')]
    expect(turns).toEqual([editor.id, viewer.id, viewer.id])
    expect(await swapsOf()).toEqual({})
  })

  it('refuses a swap of a turn that has passed to another person since', async () => {
    const { viewer, editor, owner } = family
    const task = await addRotation('Stale', [viewer, editor, owner])
    await as(viewer).run(handOverDuty, { task, to: owner.id, swapDay: '2126-03-18' })
    const rotation = { by: 'occurrence' as const, people: [viewer.id, owner.id, editor.id] }
    await as(editor).run(updateTask, { task, version: (await rowOf('Stale')).version, patch: { rotation } })
    expect(await codeOf(as(owner).run(answerHandOver, { task, accepts: true }))).toBe('CONFLICT')
    expect((await rowOf('Stale')).assignee).toBe(viewer.id)
  })

  it('swaps turns with a member without an account without asking', async () => {
    const { viewer, owner, group } = family
    const child = (await as(owner).run(addManagedMember, { group, name: 'Tom' })).result.user
    const task = await addRotation('Tom', [viewer, { id: child }])
    await as(viewer).run(handOverDuty, { task, to: child, swapDay: '2126-03-11' })
    expect((await rowOf('Tom')).assignee).toBe(child)
    expect(await complete('Tom', 2)).toBe(viewer.id)
  })
})

describe('notifications of duties', () => {
  it('asks the assignee of a duty to confirm, then notifies the other members once', async () => {
    const { viewer, editor, owner, stranger } = family
    const task = await addDuty({ title: 'Remind', assignee: viewer.id })
    await tick(at(-3))
    expect(await told(viewer, 'Remind')).toEqual([])
    await tick(at(-2))
    expect([await told(viewer, 'Remind'), await told(owner, 'Remind')]).toEqual([['duty-reminder'], []])
    await tick(at(-1))
    await tick(at(-0.5))
    expect([
      await told(viewer, 'Remind'),
      await told(owner, 'Remind'),
      await told(editor, 'Remind'),
      await told(stranger, 'Remind'),
    ]).toEqual([['duty-reminder'], ['unconfirmed'], ['unconfirmed'], []])
    // The reminder is in the future of the clock that commands read.
    await db.execute(sql`update tasks set duty_reminded_at = now() where id = ${task}`)
    await as(viewer).run(acknowledgeDuty, { task })
    expect([await told(viewer, 'Remind'), await told(owner, 'Remind')]).toEqual([[], []])
  })

  it('notifies all members of an unclaimed duty, and no member of a completed one', async () => {
    const { viewer, owner } = family
    await addDuty({ title: 'Open' })
    const done = await addDuty({ title: 'Done' })
    await as(family.editor).run(setTaskStatus, { task: done, status: 'done' })
    await tick(at(-1.1))
    expect(await told(owner, 'Open')).toEqual([])
    await tick(at(-1))
    expect([await told(owner, 'Open'), await told(viewer, 'Open')]).toEqual([['unclaimed'], ['unclaimed']])
    expect(await told(owner, 'Done')).toEqual([])
  })
})

describe('duties of events', () => {
  const createIn = async (fields: object = {}) =>
    (
      await as(family.owner).run(createEvent, {
        ...{ calendarId: family.calendar, title: 'Match', span: hour('2126-03-02', 12) },
        ...fields,
      })
    ).result.id
  const openList = async (event: string, occurrence?: string) =>
    (await as(family.owner).run(openTaskList, { event, ...(occurrence && { occurrence }) })).result.id

  it('notifies of an unclaimed duty before the present start of its event, and not while the event is deleted', async () => {
    const { owner, viewer, sharee, stranger } = family
    const event = await createIn()
    const task = await addDuty({ title: 'Fetch', due: null }, await openList(event))
    await as(owner).run(updateEvent, { id: event, version: 1, patch: { span: hour('2126-03-09', 12) } })
    await tick(at(-0.5))
    expect(await told(viewer, 'Fetch')).toEqual([])
    await as(owner).run(deleteEvent, { id: event, version: 2 })
    await tick(at(6.5))
    await as(owner).run(restore, { event })
    expect(await told(viewer, 'Fetch')).toEqual([])
    await tick(at(6.5))
    for (const user of [owner, viewer]) expect(await told(user, 'Fetch')).toEqual(['unclaimed'])
    for (const user of [sharee, stranger]) expect(await told(user, 'Fetch')).toEqual([])
    await as(viewer).run(claimDuty, { task })
    expect(await told(owner, 'Fetch')).toEqual([])
  })

  it('marks events and occurrences with an unclaimed duty for users who see them in full', async () => {
    const { owner, viewer, sharee } = family
    const single = await createIn({ span: hour('2126-08-05') })
    const series = await createIn({ span: hour('2126-08-06'), rules: ['FREQ=DAILY;COUNT=3'] })
    await createIn({ span: hour('2126-08-07', 15), title: 'Without' })
    const fetching = await addDuty({ title: 'Fetch' }, await openList(single))
    await addDuty({ title: 'Keys' }, await openList(series, '2126-08-07T09:00:00'))
    const marked = async (user: TestUser) =>
      (await as(user).loadRange('2126-08-05', '2126-08-09')).tuples.flatMap(([id, , flags, , , , , at]) =>
        flags & FLAG.unclaimed ? [[id, at]] : [],
      )
    const ofSeries = [series, '2126-08-07T09:00:00']
    for (const user of [owner, viewer]) expect(await marked(user)).toEqual([[single, 0], ofSeries])
    expect(await marked(sharee)).toEqual([])
    await as(viewer).run(claimDuty, { task: fetching })
    expect(await marked(owner)).toEqual([ofSeries])
  })

  it('lets only readers of a private event claim its duties, and notifies no other user', async () => {
    const { owner, admin, viewer } = family
    const event = await createIn({ visibility: 'private' })
    const secret = await openList(event)
    const added = { list: secret, tasks: [{ title: 'Secret', duty: 1440 }] }
    const task = (await as(owner).run(addTasks, added)).result.ids[0]!
    await tick(at(-0.5))
    expect([await told(admin, 'Secret'), await told(viewer, 'Secret')]).toEqual([['unclaimed'], []])
    expect(await codeOf(as(viewer).run(claimDuty, { task }))).toBe('NOT_FOUND')
    expect(await codeOf(as(admin).run(claimDuty, { task }))).toBe('ok')
  })

  it('keeps the duty of an occurrence apart from those of the other occurrences', async () => {
    const event = await createIn({ rules: ['FREQ=DAILY;COUNT=5'] })
    const third = '2126-03-04T12:00:00'
    await addDuty({ title: 'Third', due: null }, await openList(event, third))
    await tick(at(-0.5))
    expect(await told(family.viewer, 'Third')).toEqual([])
    await tick(at(1.5))
    expect(await told(family.viewer, 'Third')).toEqual(['unclaimed'])
  })
})
