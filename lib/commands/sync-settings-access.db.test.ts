import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { db } from '@/db/client'
import { hiddenFrom } from '@/db/schema/attendees'
import { bindings } from '@/db/schema/connections'
import { events } from '@/db/schema/events'
import { members } from '@/db/schema/groups'
import { placements } from '@/db/schema/placements'
import { users } from '@/db/schema/users'
import { execute } from '@/lib/commands/pipeline/execute'
import { runBinding } from '@/lib/jobs/sync/run-binding'
import { insertBinding, insertLink } from '@/test/database/bindings'
import { as, codeOf, type Family, insertCalendar, makeFamily } from '@/test/database/fixtures'
import { unsuspendUser } from './instance'
import { disconnectBinding, pauseSync, removeConnection, syncNow, updateBinding } from './sync-settings'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

/** Syncs the family's calendar by the editor, who then loses access to it. */
async function makeFormerEditor() {
  const { owner, editor, calendar } = family
  const event = await as(owner).createEvent({ calendarId: calendar, title: 'Secret' })
  const binding = await insertBinding(editor, calendar, { direction: 'both' })
  await insertLink(binding, event.id)
  const own = await insertCalendar({ ownerUserId: editor.id })
  await db.delete(members).where(eq(members.userId, editor.id))
  return { editor, event: event.id, binding, own }
}

const eventRow = async (id: string) => (await db.select().from(events).where(eq(events.id, id)))[0]!
const placementsIn = (calendarId: string) =>
  db.select().from(placements).where(eq(placements.calendarId, calendarId))

it('refuses to show the events of a calendar in another calendar after the user has lost access', async () => {
  const { editor, binding, own } = await makeFormerEditor()
  const input = { binding, placedIn: own, placedDetail: 'full' } as const
  expect(await codeOf(as(editor).run(updateBinding, input))).toBe('FORBIDDEN')
  expect(await placementsIn(own)).toEqual([])
})

it('refuses to make the events of a calendar read-only after the user has lost access', async () => {
  const { editor, binding, event } = await makeFormerEditor()
  expect(await codeOf(as(editor).run(updateBinding, { binding, direction: 'pull' }))).toBe('FORBIDDEN')
  expect((await eventRow(event)).readOnly).toBeNull()
})

it('shows only the events that the user sees in full in another calendar', async () => {
  const { owner, editor, calendar } = family
  const binding = await insertBinding(editor, calendar, { direction: 'both' })
  const own = await insertCalendar({ ownerUserId: editor.id })
  const [shown, hidden, personal] = [
    await as(owner).createEvent({ calendarId: calendar }),
    await as(owner).createEvent({ calendarId: calendar }),
    await as(owner).createEvent({ calendarId: calendar, visibility: 'private' }),
  ]
  for (const { id } of [shown, hidden, personal]) await insertLink(binding, id)
  await db.insert(hiddenFrom).values({ eventId: hidden.id, userId: editor.id })
  await as(editor).run(updateBinding, { binding, placedIn: own, placedDetail: 'full' })
  expect((await placementsIn(own)).map(({ eventId }) => eventId)).toEqual([shown.id])
})

it('refuses a higher level of detail in a calendar that the user may no longer change', async () => {
  const { editor, calendar } = family
  const event = await as(editor).createEvent({ calendarId: editor.calendar })
  const binding = await insertBinding(editor, editor.calendar)
  await insertLink(binding, event.id)
  await as(editor).run(updateBinding, { binding, placedIn: calendar, placedDetail: 'busy' })
  await db.delete(members).where(eq(members.userId, editor.id))
  expect(await codeOf(as(editor).run(updateBinding, { binding, placedDetail: 'full' }))).toBe('FORBIDDEN')
  expect(await placementsIn(calendar)).toMatchObject([{ eventId: event.id, detail: 'busy' }])
  await as(editor).run(updateBinding, { binding, placedIn: null })
})

it('removes no event from a calendar that the user may no longer change', async () => {
  const { editor, binding, event } = await makeFormerEditor()
  await as(editor).run(disconnectBinding, { binding, copies: 'remove' })
  expect((await eventRow(event)).deletedAt).toBeNull()
  const viewed = await insertBinding(family.viewer, family.calendar)
  await insertLink(viewed, event, 'one-way')
  const [row] = await db.select().from(bindings).where(eq(bindings.id, viewed))
  await as(family.viewer).run(removeConnection, { connection: row!.connectionId, copies: 'remove' })
  expect(await eventRow(event)).toMatchObject({ deletedAt: null, readOnly: null })
})

const unsuspend = async () => {
  const job = { kind: 'job', name: 'admin' } as const
  await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, family.editor.id))
  await execute(job, unsuspendUser, { user: family.editor.id }, { origin: 'web' })
}

it.each([
  ['syncs again', (binding: string) => as(family.editor).run(syncNow, { binding })],
  [
    'pauses and resumes the sync',
    async (binding: string) => {
      await as(family.editor).run(pauseSync, { binding, isPaused: true })
      await as(family.editor).run(pauseSync, { binding, isPaused: false })
    },
  ],
  ['is unsuspended', unsuspend],
])(
  'makes events editable when the user of their sync has lost access, and read-only when the user %s',
  async (_, resume) => {
    const { editor, group, calendar } = family
    const event = await as(editor).createEvent({ calendarId: calendar })
    const binding = await insertBinding(editor, calendar)
    await insertLink(binding, event.id, 'one-way')
    const [membership] = await db.delete(members).where(eq(members.userId, editor.id)).returning()
    await runBinding(binding, new AbortController().signal)
    const [stopped] = await db.select().from(bindings).where(eq(bindings.id, binding))
    expect(stopped).toMatchObject({ state: 'stopped', problem: 'permission-lost' })
    expect((await eventRow(event.id)).readOnly).toBeNull()
    expect(membership!.groupId).toBe(group)
    await db.insert(members).values(membership!)
    await resume(binding)
    expect((await eventRow(event.id)).readOnly).toBe('one-way')
  },
)
