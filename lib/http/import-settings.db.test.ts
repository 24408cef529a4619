import { expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { loadReach } from '@/lib/access/reach'
import type { SessionUser } from '@/lib/access/sessions'
import { setDefaultAlarms, setUserDefaultAlarms } from '@/lib/commands/default-alarms'
import { muteGroup, setNotificationSettings } from '@/lib/commands/notifications'
import { settingsToArchive } from '@/lib/queries/archived-settings'
import { insertBinding } from '@/test/database/bindings'
import { addMember, as, insertCalendar, makeFamily, makeUser, type TestUser } from '@/test/database/fixtures'
import { exportArchiveFile } from './export-archive'
import { startImport } from './import'

let actor: Actor = NOBODY
vi.mock('./actor', () => ({ requestActor: async () => actor }))

async function archiveOf(user: Actor, scope: { of: 'all' } | { of: 'calendar'; id: string }) {
  actor = user
  const response = await exportArchiveFile(async () => scope, {
    busy: '',
    everything: 'All',
    readMe: '',
    origin: '',
  })
  return new Uint8Array(await response.arrayBuffer())
}

async function importZip(user: TestUser, zip: Uint8Array, calendar: string[], settings?: '1') {
  const sessionUser = { id: user.id, timeZone: 'UTC' } as SessionUser
  const run = await startImport(sessionUser, () => ({ mode: 'apply', name: 'a.zip', calendar, settings }))
  async function* body() {
    yield zip
  }
  return run(body(), () => {}, new AbortController().signal)
}

it('imports the notification settings of an archive, for calendars and groups too, only with `settings`', async () => {
  const { owner, viewer, group, calendar, stranger } = await makeFamily()
  await as(viewer).run(setNotificationSettings, {
    modes: [{ kind: 'answered', channel: 'email', mode: 'digest' }],
    ...{ quietHours: { from: 60, to: 90 }, digestAt: 480, agenda: 'week' },
  })
  await as(viewer).run(setUserDefaultAlarms, { timed: [{ minutesBefore: 7, method: 'email' }], allDay: [] })
  await as(viewer).run(setDefaultAlarms, {
    calendar,
    timed: [],
    allDay: [{ minutesBefore: -540, method: 'in-app' }],
  })
  await as(viewer).run(muteGroup, { group, muted: true })
  await insertBinding(viewer, calendar)
  const exported = await settingsToArchive(db, viewer.id)
  expect(exported).toMatchObject({ agenda: 'week', mutedGroups: [group], calendarAlarms: [{ calendar }] })
  const synced = [{ name: 'Work', calendar, direction: 'pull' }]
  expect(exported.connections).toEqual([{ kind: 'google', account: expect.any(String), calendars: synced }])

  const other = await makeUser('other')
  await addMember(other, owner, group, 'viewer')
  const target = await insertCalendar({ ownerUserId: other.id })
  const before = await settingsToArchive(db, other.id)
  const bytes = await archiveOf(viewer, { of: 'all' })
  // The parts of an archive are in the order of the user's calendars.
  const calendars = (await loadReach(db, viewer)).calendars.map(({ id }) =>
    id === calendar ? target : 'skip',
  )
  expect(await importZip(other, bytes, calendars)).toMatchObject({ hasSettings: true })
  expect(await settingsToArchive(db, other.id)).toEqual(before)
  await importZip(other, bytes, calendars, '1')
  const imported = await settingsToArchive(db, other.id)
  expect(imported.calendarAlarms).toMatchObject([{ calendar: target, timed: [] }])
  expect({ ...imported, calendarAlarms: [] }).toEqual({ ...exported, calendarAlarms: [], connections: [] })
  await importZip(stranger, bytes, [], '1')
  expect((await settingsToArchive(db, stranger.id)).mutedGroups).toEqual([])
})

it('exports no settings with a single calendar', async () => {
  const { owner, calendar } = await makeFamily()
  const zip = await archiveOf(owner, { of: 'calendar', id: calendar })
  expect(await importZip(owner, zip, [])).toMatchObject({ hasSettings: false })
})
