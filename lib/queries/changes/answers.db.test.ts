import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { answerEvent } from '@/lib/commands/answers'
import { updateEvent } from '@/lib/commands/events'
import { undo } from '@/lib/commands/undo'
import { activity } from '@/lib/queries/activity'
import { eventHistory } from '@/lib/queries/event-history'
import { news } from '@/lib/queries/news'
import { activityOutput } from '@/lib/schemas/activity'
import { eventHistoryOutput } from '@/lib/schemas/history'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const lineOf = ({ field, from, to, occurrence, person }: Record<string, unknown>) =>
  [field, from, to, ...(occurrence ? [occurrence] : []), ...(person === undefined ? [] : [person])].join(' ')

/** Entries `<op> by <author>: <field> <from> <to> <occurrence?> <attendee?>` of an event's history. */
const historyFor = async (actor: Actor, id: string) => {
  const reach = await as(actor).loadReach()
  const { entries } = await db.transaction(async (tx) =>
    eventHistoryOutput.parse(await eventHistory(tx, await grant(tx, actor, 'read', 'event', id), reach)),
  )
  return entries.map(({ op, by, changes }) => `${op} by ${by?.name}: ${changes.map(lineOf).join(', ')}`)
}

const newsFor = async (actor: Actor) => {
  const items = await news(db, await as(actor).loadReach(), 0, 'UTC')
  return items
    .filter(({ op }) => op === 'answered')
    .map(({ by, title, changes }) => `${by?.name} ${title}: ${changes.map(lineOf).join(', ')}`)
}

const activityFor = async (actor: Actor) => {
  const reach = await as(actor).loadReach()
  const page = await db.transaction(async (tx) =>
    activity(tx, await grant(tx, actor, 'read', 'group', family.group), reach, { kind: 'answer' }),
  )
  return activityOutput
    .parse(page)
    .entries.flatMap(({ author, items }) =>
      items.map(({ name, changes }) => `${author?.name} ${name}: ${changes.map(lineOf).join(', ')}`),
    )
}

const invite = (people: readonly TestUser[], input: object = {}) =>
  as(family.owner).createEvent({
    ...{ calendarId: family.calendar, title: 'Football', attendees: people.map(({ id }) => id) },
    ...input,
  })

it('shows an answer in history, news and activity to all who read the event in full', async () => {
  const { owner, admin, editor, viewer, sharee } = family
  const { id, version } = await invite([viewer])
  await as(viewer).run(answerEvent, { id, version, status: 'accepted', partySize: 3, comment: 'With cake' })
  const line = 'answer needs-action accepted, partySize 1 3, comment  With cake'
  for (const user of [owner, admin, editor]) {
    expect((await historyFor(user, id))[0]).toBe(`answered by viewer: ${line}`)
    expect(await newsFor(user)).toEqual([`viewer Football: ${line}`])
    expect(await activityFor(user)).toEqual([`viewer Football: ${line}`])
  }
  expect((await historyFor(viewer, id))[0]).toBe(`answered by viewer: ${line}`)
  expect(await newsFor(viewer)).toEqual([])
  expect(await newsFor(sharee)).toEqual([])
})

it('shows viewers neither attendees nor answers of others while the guest list is hidden', async () => {
  const { owner, editor, viewer } = family
  const { id, version } = await invite([editor, viewer], { guestListHidden: true })
  for (const person of [editor, viewer]) {
    await as(person).run(answerEvent, { id, version, status: 'accepted' })
  }
  const patch = { attendees: [viewer.id, owner.id] }
  await as(owner).run(updateEvent, { id, version, patch })
  expect(await newsFor(viewer)).toEqual([])
  expect((await historyFor(viewer, id)).slice(0, -1)).toEqual([
    'answered by viewer: answer needs-action accepted',
  ])
  expect(await newsFor(owner)).toHaveLength(2)
  expect(await historyFor(owner, id)).toHaveLength(4)
})

it('names the attendee of a guest’s answer, and the occurrence that was answered', async () => {
  const { owner, viewer } = family
  const { id, version } = await invite([viewer], { rules: ['FREQ=WEEKLY'], span: hour('2026-11-02') })
  const guest = await insertGuest(id, { email: 'guest@example.org' })
  await as(guest).run(answerEvent, { id, version, occurrence: '2026-11-09T09:00:00', status: 'tentative' })
  const line = 'answer needs-action tentative 2026-11-09T09:00:00 guest@example.org'
  expect((await historyFor(owner, id))[0]).toBe(`answered by undefined: ${line}`)
  expect(await newsFor(owner)).toEqual([`undefined Football: ${line}`])
})

it('shows a repeated answer in the news if the event has moved in between', async () => {
  const { owner, viewer } = family
  const { id, version } = await invite([viewer], { span: hour('2026-11-21') })
  await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
  await as(owner).run(updateEvent, { id, version, patch: { span: hour('2026-11-22') } })
  await as(viewer).run(answerEvent, { id, version: version + 1, status: 'accepted' })
  expect((await newsFor(owner))[0]).toBe('viewer Football: answer needs-action accepted')
})

it('does not show answers that were given while the event was hidden from the viewer or private', async () => {
  const { owner, editor, viewer, admin } = family
  const { id } = await invite([viewer], { hiddenFrom: [admin.id] })
  await as(viewer).run(answerEvent, { id, version: 1, status: 'accepted' })
  await as(owner).run(updateEvent, { id, version: 1, patch: { hiddenFrom: [], visibility: 'private' } })
  await as(viewer).run(answerEvent, { id, version: 2, status: 'declined' })
  await as(owner).run(updateEvent, { id, version: 2, patch: { visibility: 'default' } })
  await as(viewer).run(answerEvent, { id, version: 3, status: 'tentative' })

  const answersSeenBy = async (user: TestUser) =>
    (await historyFor(user, id)).flatMap((line) => /^answered.*answer \S+ (\S+)$/.exec(line)?.[1] ?? [])
  expect(await answersSeenBy(owner)).toEqual(['tentative', 'declined', 'accepted'])
  expect(await answersSeenBy(viewer)).toEqual(['tentative', 'declined', 'accepted'])
  expect(await answersSeenBy(editor)).toEqual(['tentative', 'accepted'])
  expect(await answersSeenBy(admin)).toEqual(['tentative', 'declined'])
  for (const [user, count] of [
    [owner, 3],
    [editor, 2],
    [admin, 2],
  ] as const)
    expect(await newsFor(user)).toHaveLength(count)
})

it('shows many answers beside the other changes of a calendar', async () => {
  const { owner, editor, viewer } = family
  const { id } = await invite([viewer])
  await as(editor).run(updateEvent, { id, version: 1, patch: { location: 'Hall' } })
  for (let n = 1; n <= 45; n++) {
    await as(viewer).run(answerEvent, { id, version: 2, status: 'accepted', partySize: n })
  }
  const all = await news(db, await as(owner).loadReach(), 0, 'UTC')
  expect(all.filter(({ op }) => op === 'answered')).toHaveLength(40)
  expect(all.filter(({ op, title }) => op === 'changed' && title === 'Football')).toHaveLength(1)
})

it('lists the undo of an answer', async () => {
  const { owner, viewer } = family
  const { id, version } = await invite([viewer])
  const { changeset } = await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
  await as(viewer).run(undo, { changeset: changeset! })
  expect((await historyFor(owner, id))[0]).toBe('answered by viewer: answer accepted needs-action')
})

it('shows the whole history of a series whose split-off part has many answers', async () => {
  const { owner, viewer } = family
  const { id } = await invite([viewer], { rules: ['FREQ=WEEKLY'], span: hour('2026-11-02') })
  const occurrence = { id: '2026-11-16T09:00:00', scope: 'following' } as const
  await as(owner).run(updateEvent, { id, version: 1, patch: { title: 'Handball' }, occurrence })
  const [part] = await db.execute<{ id: string }>(sql`select id from events where split_from = ${id}`)
  await as(viewer).run(answerEvent, { id: part!.id, version: 1, status: 'accepted' })
  await db.execute(sql`
    insert into changes (stream, seq, changeset_id, entity, entity_id, op, before, after)
    select stream, seq + n, changeset_id, entity, entity_id, op, before, after
    from changes, generate_series(1, 400) n where entity = 'answer' and entity_id = ${part!.id}`)
  expect((await historyFor(owner, id)).map((line) => line.split(' ')[0])).toEqual(['split', 'added'])
})

it('shows an answer in the news beside many answers to private events that the viewer cannot read', async () => {
  const { owner, editor, viewer } = family
  const readable = await invite([viewer, editor], { visibility: 'private' })
  await as(viewer).run(answerEvent, { id: readable.id, version: 1, status: 'accepted' })
  const unreadable = await invite([viewer], { visibility: 'private' })
  for (let n = 1; n <= 40; n++) {
    await as(viewer).run(answerEvent, { id: unreadable.id, version: 1, status: 'accepted', partySize: n })
  }
  expect(await newsFor(owner)).toHaveLength(40)
  expect(await newsFor(editor)).toEqual(['viewer Football: answer needs-action accepted'])
})
