import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { deleteAccount } from '@/lib/commands/account-deletion'
import { createCalendar, deleteCalendar } from '@/lib/commands/calendars'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { deleteGroup, restoreGroup, updateGroup } from '@/lib/commands/groups'
import { importEvents } from '@/lib/commands/import'
import { changeRole, removeMember, transferGroup } from '@/lib/commands/members'
import { restore } from '@/lib/commands/trash'
import { undo } from '@/lib/commands/undo'
import { checkEvents } from '@/lib/schemas/checked-events'
import { as, type Family, hour, insertCalendar, makeFamily, type TestUser } from '@/test/database/fixtures'
import { planAccountDeletion } from './account-deletion'
import { formatEntries, loadActivity } from './activity.test.entries'

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

describe('activity', () => {
  it('lists the change of a group calendar once, although two streams hold it', async () => {
    const { owner, viewer, group } = family
    await as(owner).run(createCalendar, { name: 'Holidays', group })
    expect(formatEntries(await loadActivity(viewer, family.group))[0]).toBe(
      'added calendar Holidays by owner',
    )
    expect(formatEntries(await loadActivity(viewer, family.group))[1]).not.toContain('Holidays')
    await as(owner).run(deleteGroup, { group })
    await as(owner).run(restoreGroup, { group })
    expect(
      formatEntries(await loadActivity(viewer, family.group))
        .slice(0, 3)
        .sort(),
    ).toEqual([
      'restored calendar Family by owner',
      'restored calendar Holidays by owner',
      'restored group Family by owner',
    ])
    expect(formatEntries(await loadActivity(viewer, family.group))[3]).toMatch(/^removed/)
  })

  it('omits the picture of a user who no longer shares a group with the viewer', async () => {
    const { owner, editor, viewer, group } = family
    await db
      .update(users)
      .set({ image: `/api/pictures/${viewer.id}` })
      .where(eq(users.id, viewer.id))
    const images = async (actor: TestUser) =>
      (await loadActivity(actor, family.group)).entries.flatMap(({ author }) =>
        author?.id === viewer.id ? [author.image] : [],
      )
    expect(await images(editor)).toEqual([`/api/pictures/${viewer.id}`])
    await as(owner).run(removeMember, { group, user: viewer.id })
    expect(await images(editor)).toEqual([null])
  })

  it('lists changes newest first, with author, old and new value', async () => {
    const { owner, editor, viewer, group, calendar } = family
    const { id } = await as(editor).createEvent({ calendarId: calendar, title: 'Dinner', location: 'Home' })
    await as(owner).run(updateEvent, { id, version: 1, patch: { title: 'Supper', attendees: [viewer.id] } })
    await as(owner).run(deleteEvent, { id })
    await as(owner).run(changeRole, { group, user: viewer.id, role: 'editor' })
    await as(owner).run(updateGroup, { id: group, version: 1, patch: { name: 'Okafors' } })
    await as(owner).run(removeMember, { group, user: viewer.id })
    const page = await loadActivity(editor, family.group)
    expect(formatEntries(page).slice(0, 6)).toEqual([
      'removed member viewer by owner',
      'changed group Okafors by owner',
      'changed member viewer by owner',
      'removed event Supper by owner',
      'changed event Supper by owner',
      'added event Dinner by editor',
    ])
    expect(page.entries[1]!.items[0]!.changes).toMatchObject([
      { field: 'name', from: 'Family', to: 'Okafors' },
    ])
    expect(page.entries[2]!.items[0]).toMatchObject({ role: 'editor', isOwnAction: false })
    expect(page.entries[4]!.items[0]!.changes).toMatchObject([
      { field: 'title', from: 'Dinner', to: 'Supper' },
      { field: 'attendees', from: [], to: ['viewer'] },
    ])
    expect(page.before).toBeNull()
    // The last page: the group's creation.
    expect(formatEntries(page).at(-1)).toMatch(/ by owner$/)
    expect(formatEntries(page)).toContain('added group Family by owner')
  })

  it('lists a change that is in two streams once, and shows restored entities as restored', async () => {
    const { owner, group } = family
    const { result } = await as(owner).run(createCalendar, { name: 'Chores', group })
    await as(owner).run(deleteCalendar, { calendar: result.id })
    await as(owner).run(restore, { calendar: result.id })
    const event = await as(owner).createEvent({ calendarId: result.id })
    const deletion = await as(owner).run(deleteEvent, { id: event.id })
    await as(owner).run(undo, { changeset: deletion.changeset! })
    await as(owner).run(deleteEvent, { id: event.id })
    await as(owner).run(restore, { event: event.id })
    await as(owner).run(deleteGroup, { group })
    await as(owner).run(restoreGroup, { group })
    expect(formatEntries(await loadActivity(family.viewer, family.group)).slice(0, 13)).toEqual([
      'restored group Family by owner',
      'restored calendar Chores by owner',
      'restored calendar Family by owner',
      'removed group Family by owner',
      'removed calendar Chores by owner',
      'removed calendar Family by owner',
      'restored event Dinner by owner',
      'removed event Dinner by owner',
      'restored event Dinner by owner',
      'removed event Dinner by owner',
      'added event Dinner by owner',
      'restored calendar Chores by owner',
      'removed calendar Chores by owner',
    ])
    expect(
      formatEntries(await loadActivity(family.viewer, family.group)).filter(
        (line) => line === 'added calendar Chores by owner',
      ).length,
    ).toBe(1)
  })

  it('shows the transfer of a group as a single item', async () => {
    const { owner, admin, group } = family
    await as(owner).run(transferGroup, { group, user: admin.id })
    const [entry] = (await loadActivity(family.viewer, family.group)).entries
    expect(entry!.items).toMatchObject([
      { name: 'admin', role: 'owner', isTransfer: true, isOwnAction: false },
    ])
    await as(admin).run(changeRole, { group, user: owner.id, role: 'owner' })
    await as(admin).run(transferGroup, { group, user: owner.id })
    const [again] = (await loadActivity(family.viewer, family.group)).entries
    expect(again!.items).toMatchObject([
      { name: 'admin', role: 'admin', isTransfer: false, isOwnAction: true },
    ])
  })

  it('shows the changed fields of single occurrences', async () => {
    const { owner, calendar } = family
    const { id, version } = await as(owner).createEvent({
      ...{ calendarId: calendar, title: 'Choir', rules: ['FREQ=WEEKLY'], span: hour('2026-06-01') },
    })
    await as(owner).run(updateEvent, {
      ...{ id, version, patch: { title: 'Concert' } },
      occurrence: { id: '2026-06-08T09:00:00', scope: 'this' },
    })
    await as(owner).run(deleteEvent, {
      ...{ id, version: version + 1 },
      occurrence: { id: '2026-06-15T09:00:00', scope: 'this' },
    })
    const { entries } = await loadActivity(family.viewer, family.group, { kind: 'event' })
    expect(entries.slice(0, 2).map(({ items }) => items[0]!.changes)).toMatchObject([
      [{ occurrence: '2026-06-15T09:00:00', field: 'exists', from: true, to: false }],
      [{ occurrence: '2026-06-08T09:00:00', field: 'title', from: 'Choir', to: 'Concert' }],
    ])
  })

  it('links to an event until it is deleted', async () => {
    const { editor, viewer, calendar } = family
    const { id } = await as(editor).createEvent({
      calendarId: calendar,
      title: 'Tea',
      span: hour('2026-06-01'),
    })
    const first = async () =>
      (await loadActivity(viewer, family.group, { kind: 'event' })).entries.at(-1)!.items[0]!
    expect((await first()).event).toEqual({ id, span: hour('2026-06-01') })
    await as(editor).run(deleteEvent, { id })
    expect(await first()).toMatchObject({ name: 'Tea', event: null })
  })

  it('filters activity by person and by kind', async () => {
    const { editor, admin } = family
    await as(editor).createEvent({ calendarId: family.calendar, title: 'One' })
    await as(admin).createEvent({ calendarId: family.calendar, title: 'Two' })
    expect(formatEntries(await loadActivity(admin, family.group, { person: editor.id }))).toEqual([
      'added event One by editor',
      'added member editor by editor',
    ])
    expect(formatEntries(await loadActivity(admin, family.group, { kind: 'event' }))).toEqual([
      'added event Two by admin',
      'added event One by editor',
    ])
  })

  it('continues at the cursor and returns each entry once across streams', async () => {
    const other = await insertCalendar({ ownerGroupId: family.group })
    for (let n = 0; n < 40; n++) {
      await as(family.owner).createEvent({ calendarId: n % 3 ? family.calendar : other, title: `Event ${n}` })
    }
    const [first, seen] = [await loadActivity(family.viewer, family.group, { kind: 'event' }), [] as string[]]
    let page = first
    seen.push(...formatEntries(page))
    expect(page.entries).toHaveLength(30)
    while (page.before) {
      page = await loadActivity(family.viewer, family.group, { kind: 'event', before: page.before })
      seen.push(...formatEntries(page))
    }
    expect(seen).toEqual(Array.from({ length: 40 }, (_, n) => `added event Event ${39 - n} by owner`))
    // An invalid cursor starts at the beginning.
    for (const before of ['nonsense', btoa('{"a":-1}'), btoa('[]'), btoa('null')]) {
      expect(
        formatEntries(await loadActivity(family.viewer, family.group, { kind: 'event', before })),
      ).toEqual(formatEntries(first))
    }
  })

  it('shows an import as a single entry', async () => {
    const raw = Array.from({ length: 60 }, (_, n) => ({
      uid: `imported-${n}`,
      sequence: 0,
      content: {
        ...{ kind: 'event', status: 'confirmed', title: `Imported ${n}`, description: '', location: '' },
        ...{ color: null, visibility: 'default', busy: true, done: false, span: hour('2026-11-21') },
        ...{ recurrence: null, overrides: {}, attendees: [], unknown: [] },
      },
    }))
    const { events, refused } = await checkEvents(raw)
    expect(refused).toEqual([])
    await as(family.owner).run(
      importEvents,
      { parts: [{ calendarId: family.calendar, events }] },
      { origin: 'import' },
    )
    const [entry] = (await loadActivity(family.viewer, family.group)).entries
    expect(entry).toMatchObject({ origin: 'import', more: 15, isTruncated: true })
    expect(entry!.items).toHaveLength(5)
  })

  it('shows entries of a deleted account without name and address', async () => {
    const { editor } = family
    await as(editor).createEvent({ calendarId: family.calendar, title: 'Theirs' })
    const { plan } = await db.transaction(async (tx) =>
      planAccountDeletion(tx, await grant(tx, editor, 'read', 'self', null)),
    )
    await as(editor).run(deleteAccount, { proof: editor.email, plan })
    const page = await loadActivity(family.viewer, family.group)
    const entry = page.entries.find(({ items }) => items[0]!.name === 'Theirs')!
    expect(entry.author).toMatchObject({ isDeleted: true, name: 'Former member' })
    expect(JSON.stringify(page)).not.toContain(editor.email)
  })
})
