import { beforeAll, describe, expect, it } from 'vitest'
import { readLines } from '@/lib/calendar/server/ical/testing'
import { as, type Family, hour, insertCalendar, makeFamily } from '@/test/database/fixtures'
import { answerEvent } from './answers'
import { updateEvent } from './events'
import {
  GUEST,
  importFileEvents,
  listAnswers,
  listStoredEvents,
  makeFileEvent,
  makeUid,
} from './import.test.file'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

describe('importing a newer file', () => {
  it('finds the events of a file with RANGE=THISANDFUTURE again when it is imported twice', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const id = makeUid()
    const change = (day: string) =>
      `BEGIN:VEVENT\nUID:${id}\nRECURRENCE-ID;RANGE=THISANDFUTURE:${day}T090000\nDTSTART:${day}T110000\nSUMMARY:${day}\nEND:VEVENT`
    const master = `BEGIN:VEVENT\nUID:${id}\nDTSTART:20261107T090000\nRRULE:FREQ=WEEKLY\nEXDATE:20261205T090000\nEND:VEVENT`
    const read = async () =>
      (await readLines([master, change('20261121'), change('20261219')].join('\n'))).events
    expect((await importFileEvents(family.editor, calendar, await read())).result).toMatchObject({
      created: 3,
    })
    expect((await importFileEvents(family.editor, calendar, await read())).result).toMatchObject({
      unchanged: 3,
    })
  })

  it('applies a newer file and ignores an older one', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const id = makeUid()
    await importFileEvents(family.editor, calendar, [
      makeFileEvent(id, { title: 'second', attendees: [GUEST] }, 2),
    ])
    const older = await importFileEvents(family.editor, calendar, [makeFileEvent(id, { title: 'first' }, 1)])
    expect(older.result).toMatchObject({ skipped: 1, changed: 0 })
    const declined = { ...GUEST, status: 'declined' } as const
    const newer = await importFileEvents(family.editor, calendar, [
      makeFileEvent(id, { title: 'third', attendees: [declined], span: hour('2026-12-01') }, 5),
    ])
    expect(newer.result).toMatchObject({ changed: 1 })
    const [row] = await listStoredEvents(calendar)
    expect(row!.event).toMatchObject({
      title: 'third',
      sequence: 5,
      version: 2,
      startWall: '2026-12-01T09:00:00',
    })
    expect(await listAnswers(row!.event.id)).toMatchObject([
      { status: 'declined', givenFor: hour('2026-12-01') },
    ])
    await as(family.editor).run(undo, { changeset: newer.changeset! })
    const [undone] = await listStoredEvents(calendar)
    expect(undone!.event).toMatchObject({ title: 'second', startWall: '2026-11-21T09:00:00' })
    expect(await listAnswers(row!.event.id)).toMatchObject([
      { status: 'accepted', givenFor: hour('2026-11-21') },
    ])
  })

  it('takes the answers of a newer file, except of attendees who have answered in Kinday', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const eventUid = makeUid()
    const viewer = {
      ...makeFileEvent(eventUid, {
        attendees: [GUEST, { ...GUEST, email: null, name: 'Viewer', status: 'needs-action' }],
      }),
    }
    viewer.content.unknown = [
      ['attendee', { cn: 'Viewer', partstat: 'NEEDS-ACTION' }, 'cal-address', `urn:uuid:${family.viewer.id}`],
    ]
    await importFileEvents(family.editor, calendar, [viewer])
    const [row] = await listStoredEvents(calendar)
    const { id } = row!.event
    await as(family.viewer).run(answerEvent, { id, version: 1, status: 'tentative' })
    const repeated = structuredClone(viewer)
    repeated.sequence = 3
    for (const person of repeated.content.attendees) person.status = 'declined'
    expect((await importFileEvents(family.editor, calendar, [repeated])).result).toMatchObject({ changed: 1 })
    const after = await listAnswers(id)
    expect(after.find(({ email }) => email === GUEST.email)).toMatchObject({ status: 'declined' })
    expect(after.find(({ userId }) => userId)).toMatchObject({ status: 'tentative', source: 'app' })
    expect((await importFileEvents(family.editor, calendar, [repeated])).result).toMatchObject({
      unchanged: 1,
    })
  })

  it('keeps local edits when the same file is imported again', async () => {
    const calendar = await insertCalendar({ ownerGroupId: family.group })
    const file = [makeFileEvent(makeUid(), { title: 'theirs' }, 3)]
    await importFileEvents(family.editor, calendar, file)
    const [row] = await listStoredEvents(calendar)
    await as(family.owner).run(updateEvent, { id: row!.event.id, version: 1, patch: { title: 'ours' } })
    const repeated = await importFileEvents(family.editor, calendar, file)
    expect(repeated.result).toMatchObject({ unchanged: 1 })
    expect((await listStoredEvents(calendar))[0]!.event.title).toBe('ours')
  })
})
