import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees, guestLinks } from '@/db/schema/attendees'
import { changes } from '@/db/schema/changes'
import { comments } from '@/db/schema/comments'
import { events } from '@/db/schema/events'
import { taskClaims } from '@/db/schema/tasks'
import { guestToken } from '@/lib/access/guest-tokens'
import { openTaskList } from '@/lib/commands/task-lists'
import { addTasks } from '@/lib/commands/tasks'
import { inProcessClients } from '@/test/clients/in-process'
import { as, type Family, loadEventDetail, makeFamily } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { unpackForm } from './guest-form-state'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

async function invite(person: { email?: string; name?: string }, input: object = {}) {
  const { owner, viewer, calendar } = family
  const event = await as(owner).createEvent({ calendarId: calendar, attendees: [viewer.id], ...input })
  const guest = await insertGuest(event.id, person)
  const token = guestToken(guest.link, 'page')
  const browser = inProcessClients.withInvalidSession()
  const answer = (fields: Record<string, string>) =>
    browser.postForm(`/api/guest/${token}/answer`, { version: String(event.version), ...fields })
  return { ...event, guest, token, browser, answer }
}

const answersTo = (id: string) => db.select().from(answers).where(eq(answers.eventId, id))

describe('the answer form of a guest', () => {
  it('saves answer, party size, comment and name, and redirects to the page', async () => {
    const { id, token, answer } = await invite({ email: 'ann@example.org' })
    const fields = { status: 'accepted', partySize: '3', comment: 'With cake', name: 'Ann' }
    expect(await answer(fields)).toMatchObject({ status: 303, location: `/g/${token}?done=answered` })
    expect(await answersTo(id)).toMatchObject([
      { email: 'ann@example.org', status: 'accepted', partySize: 3, comment: 'With cake' },
    ])
    const { attendees } = await loadEventDetail(family.owner, id)
    expect(attendees.find(({ email }) => email)).toMatchObject({ name: 'Ann', status: 'accepted' })
  })

  it('saves a guest’s answer once if the form is sent twice concurrently', async () => {
    const { id, answer } = await invite({ name: 'Zoe' })
    const fields = { status: 'tentative', key: 'a-key-of-this-page', partySize: '', comment: '', name: '' }
    await Promise.all([answer(fields), answer(fields)])
    expect(await answersTo(id)).toMatchObject([{ name: 'Zoe', status: 'tentative', partySize: 1 }])
    const rows = await db.select().from(changes).where(eq(changes.entityId, id))
    expect(rows.filter(({ entity }) => entity === 'answer')).toHaveLength(1)
  })

  it('renames a guest without an address with all answers, without a new version of the event', async () => {
    const { id, version, token, answer } = await invite({ name: 'Zoe' })
    await answer({ status: 'accepted' })
    await answer({ status: 'accepted', name: 'Zoë' })
    expect((await answer({ status: 'declined' })).location).toBe(`/g/${token}?done=answered`)
    expect(await answersTo(id)).toMatchObject([{ name: 'Zoë', status: 'declined' }])
    const [row] = await db.select().from(events).where(eq(events.id, id))
    expect(row).toMatchObject({ version, sequence: 0 })
  })

  it('refuses the name of another guest without an address, and changes nothing', async () => {
    const { id, browser, answer } = await invite({ name: 'Zoe' })
    await insertGuest(id, { name: 'Ann' })
    const refused = await answer({ status: 'accepted', name: 'Ann', comment: 'Hello' })
    expect(refused.location).toMatch(/\?refused=[\w-]{36}$/)
    expect(await answersTo(id)).toEqual([])
    const cookies = (browser as unknown as { cookies: Map<string, string> }).cookies
    const key = refused.location!.slice(-36)
    const refusedForm = unpackForm(key, [cookies.get('guest-form')])
    expect(refusedForm).toMatchObject({
      values: { comment: 'Hello', name: 'Ann' },
      error: { code: 'INVALID', fields: { name: { code: 'taken' } } },
    })
  })

  it('keeps the former name if the answer is refused', async () => {
    const { id, answer } = await invite({ name: 'Zoe' })
    const refused = await answer({ status: 'accepted', name: 'Zoë', occurrence: '2026-11-16T09:00:00' })
    expect(refused.location).toContain('refused=')
    const names = await db.select({ name: attendees.name }).from(attendees).where(eq(attendees.eventId, id))
    expect(names).toContainEqual({ name: 'Zoe' })
    expect(names).not.toContainEqual({ name: 'Zoë' })
  })

  it('stores a guest’s answer to one occurrence of a series', async () => {
    const span = { type: 'timed', start: '2026-11-02T09:00:00', end: '2026-11-02T10:00:00' }
    const zones = { startZone: 'UTC', endZone: 'UTC' }
    const series = { rules: ['FREQ=WEEKLY'], span: { ...span, ...zones } }
    const { id, token, answer } = await invite({ name: 'Zoe' }, series)
    const occurrence = '2026-11-16T09:00:00'
    const { location } = await answer({ status: 'declined', occurrence })
    expect(location).toBe(`/g/${token}?done=answered&occurrence=${encodeURIComponent(occurrence)}`)
    expect(await answersTo(id)).toMatchObject([{ recurrenceId: occurrence, status: 'declined' }])
  })

  it('changes nothing with a token that was revoked or has another purpose', async () => {
    const { id, guest, token, browser, answer } = await invite({ email: 'ann@example.org' })
    const reply = guestToken(guest.link, 'reply')
    await browser.postForm(`/api/guest/${reply}/answer`, { version: '1', status: 'accepted' })
    await db.update(guestLinks).set({ revokedAt: new Date() }).where(eq(guestLinks.id, guest.link))
    expect(await answer({ status: 'accepted' })).toMatchObject({ status: 303, location: `/g/${token}` })
    expect(await answersTo(id)).toEqual([])
    expect((await browser.get(`/g/${token}/event.ics`)).status).toBe(410)
  })

  it('limits how often the forms of a link can be sent', async () => {
    const { id, answer } = await invite({ name: 'Zoe' })
    for (let n = 1; n <= 61; n++) await answer({ status: 'accepted', partySize: String(n) })
    expect(await answersTo(id)).toMatchObject([{ partySize: 60 }])
  })

  it.each<[string, Record<string, string>]>([
    ['no answer', {}],
    ['an unknown answer', { status: 'needs-action' }],
    ['too many people', { status: 'accepted', partySize: '101' }],
    ['an invalid number of people', { status: 'accepted', partySize: '1e2' }],
    ['a long comment', { status: 'accepted', comment: 'x'.repeat(501) }],
    ['an occurrence of a single event', { status: 'accepted', occurrence: '2027-01-01' }],
    ['a version that is out of range', { status: 'accepted', version: '99999999999' }],
  ])('refuses a form with %s', async (_, fields) => {
    const { id, answer } = await invite({ name: 'Zoe' })
    expect((await answer(fields)).location).toContain('refused=')
    expect(await answersTo(id)).toEqual([])
  })
})

describe('the option forms of a guest', () => {
  it('stores language and reminder, the latter for guests with an address only', async () => {
    const ann = await invite({ email: 'ann@example.org' })
    const options = `/api/guest/${ann.token}/options`
    await ann.browser.postForm(options, { locale: 'ar' })
    expect(await ann.browser.postForm(options, { remind: '60' })).toMatchObject({
      location: `/g/${ann.token}?done=saved`,
    })
    const stored = () => db.select().from(guestLinks).where(eq(guestLinks.id, ann.guest.link))
    expect(await stored()).toMatchObject([{ locale: 'ar', remindMinutesBefore: 60 }])
    await ann.browser.postForm(options, { remind: 'none' })
    expect(await stored()).toMatchObject([{ locale: 'ar', remindMinutesBefore: null }])
    const zoe = await invite({ name: 'Zoe' })
    const refused = await zoe.browser.postForm(`/api/guest/${zoe.token}/options`, { remind: '60' })
    expect(refused.location).toContain('refused=')
  })
})

it('gives a guest a file of the event without other attendees', async () => {
  const { id, token, browser, answer } = await invite(
    { email: 'ann@example.org', name: 'Ann' },
    { title: 'Choir' },
  )
  await insertGuest(id, { email: 'bob@example.org' })
  await db.update(attendees).set({ name: 'Viewer' }).where(eq(attendees.userId, family.viewer.id))
  await answer({ status: 'accepted' })
  const { status, text } = await browser.get(`/g/${token}/event.ics`)
  expect(status).toBe(200)
  expect(text).toContain('SUMMARY:Choir')
  expect(text).toMatch(/ATTENDEE;[^\r]*PARTSTAT=ACCEPTED[^\r]*:mailto:ann@example\.org/)
  expect(text).not.toMatch(/METHOD|bob@|viewer|ORGANIZER|KINDAY-ID/i)
})

describe('the comment forms of a guest', () => {
  it('writes, edits and deletes a comment without scripts, and refuses an edit that is too long', async () => {
    const { id, token, browser } = await invite({ email: 'ann@example.org' }, { guestsMayComment: true })
    const send = (fields: Record<string, string>) => browser.postForm(`/api/guest/${token}/comment`, fields)
    const stored = () => db.select().from(comments).where(eq(comments.eventId, id))
    await send({ text: 'I come by trian' })
    const [comment] = await stored()
    const edit = await send({ edit: comment!.id, text: 'I come by train' })
    expect(edit).toMatchObject({ status: 303, location: `/g/${token}?done=saved` })
    expect(await stored()).toMatchObject([{ id: comment!.id, text: 'I come by train' }])
    const refused = await send({ edit: comment!.id, text: 'x'.repeat(601) })
    expect(refused.location).toContain('refused=')
    expect(await stored()).toMatchObject([{ text: 'I come by train' }])
    await send({ remove: comment!.id })
    expect(await stored()).toEqual([])
  })
})

describe('the sign-up forms of a guest', () => {
  it('takes, changes and gives back a part without scripts, and keeps what was typed if too little is left', async () => {
    const { id, token, browser } = await invite({ name: 'Zoe' })
    const list = await as(family.owner).run(openTaskList, { event: id })
    const added = { list: list.result.id, tasks: [{ title: 'Salad', wanted: 3 }, { title: 'Ordinary' }] }
    const [task, ordinary] = (await as(family.owner).run(addTasks, added)).result.ids
    const send = (fields: Record<string, string>) =>
      browser.postForm(`/api/guest/${token}/task`, { task: task!, ...fields })
    const stored = async () =>
      (await db.select().from(taskClaims).where(eq(taskClaims.taskId, task!))).map(
        ({ quantity, comment }) => `${quantity} ${comment}`,
      )
    expect(await send({ quantity: '2', comment: 'with feta' })).toMatchObject({
      ...{ status: 303, location: `/g/${token}?done=task#bring` },
    })
    await send({ quantity: '3' })
    expect(await stored()).toEqual(['3 '])
    const { location } = await send({ quantity: '4', comment: 'with olives' })
    const cookies = (browser as unknown as { cookies: Map<string, string> }).cookies
    const [, key] = location!.match(/\?refused=([\w-]{36})#bring$/)!
    expect(unpackForm(key!, [cookies.get('guest-form')])).toMatchObject({
      ...{ values: { task, quantity: '4', comment: 'with olives' } },
      error: { code: 'CONFLICT', data: { left: 3 } },
    })
    for (const fields of [{ quantity: '0' }, { quantity: '1e1' }, {}, { quantity: '1', task: ordinary! }])
      expect((await send(fields as Record<string, string>)).location).toContain('refused=')
    expect(await stored()).toEqual(['3 '])
    await send({ quantity: '', release: 'true' })
    expect(await stored()).toEqual([])
  })
})
