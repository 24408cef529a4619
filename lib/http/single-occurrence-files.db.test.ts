import { expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { archiveEntries } from '@/lib/calendar/archive-entries'
import { addComment } from '@/lib/commands/comments'
import { updateEvent } from '@/lib/commands/events'
import { createFeed } from '@/lib/commands/feeds'
import { eventHistory } from '@/lib/queries/event-history'
import { addMember, as, hour, loadEventDetail, makeGroup, makeUser } from '@/test/database/fixtures'
import { serveAttachment } from './attachment-file'
import { storeUpload } from './attachments'
import { exportCalendarFile } from './export'
import { exportArchiveFile } from './export-archive'
import { serveFeed } from './feed'

let actor: Actor = NOBODY
vi.mock('./actor', () => ({ requestActor: async () => actor }))

const texts = { busy: '', everything: 'All', readMe: '', origin: 'http://localhost' }

it('shows an attendee of a single occurrence the attachments of the series wherever that occurrence is shown, but no comments', async () => {
  const organizer = await makeUser('organizer')
  const member = await makeUser('member')
  const { group } = await makeGroup(organizer)
  await addMember(member, organizer, group)
  const { id, version } = await as(organizer).createEvent({
    ...{ calendarId: organizer.calendar, span: hour('2027-03-01'), rules: ['FREQ=DAILY;COUNT=4'] },
  })
  await as(organizer).run(updateEvent, {
    ...{ id, version, patch: { attendees: [member.id] } },
    occurrence: { id: '2027-03-02T09:00:00', scope: 'this' },
  })
  actor = organizer
  const request = new Request(`http://localhost/api/attachments?name=plan.txt&event=${id}`, {
    ...{ method: 'POST', body: 'the plan' },
  })
  const { file: fileId, attachment: stored } = await storeUpload(request)
  const attachment = stored!
  await as(organizer).run(addComment, { event: id, text: 'SECRET' })

  expect((await loadEventDetail(member, id)).attachments).toMatchObject([{ id: attachment.id }])
  const download = new Request(`http://localhost/api/attachments/${attachment.id}`)
  expect(await (await serveAttachment(download, member, attachment.id)).text()).toBe('the plan')

  actor = member
  const file = await (await exportCalendarFile(async () => ({ of: 'all' }), texts)).text()
  expect(file.replace(/\r\n /g, '')).toMatch(/ATTACH;.*FILENAME=plan\.txt/)
  const archive = await (await exportArchiveFile(async () => ({ of: 'all' }), texts)).blob()
  const names = (await archiveEntries(archive)).map(({ name }) => name)
  expect(names).toContain(`files/${fileId}/plan.txt`)
  expect(await archive.text()).not.toContain('SECRET')

  const { path } = (await as(member).run(createFeed, { calendar: member.calendar, level: 'full' })).result
  const published = await serveFeed(new Request('http://localhost/'), path.replace('/api/feeds/', ''))
  expect(await published.text()).not.toContain('ATTACH')

  const reach = await as(member).loadReach()
  const { entries } = await db.transaction(async (tx) =>
    eventHistory(tx, await grant(tx, member, 'read', 'event', id), reach),
  )
  expect(JSON.stringify(entries)).not.toMatch(/eventComment|SECRET/)
})
