import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees, guestLinks } from '@/db/schema/attendees'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { loadGuestLink } from '@/lib/access/guest-links'
import { guestLinksOf } from '@/lib/queries/guest-links'
import { guestLinksOutput } from '@/lib/schemas/guests'
import { as, codeOf, errorOf, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { answerEvent } from './answers'
import { updateEvent } from './events'
import { createPublicLink, joinEvent, renewGuestLink, resendGuestLink, revokeGuestLink } from './guest-links'

const isMailEnabled = vi.hoisted(() => vi.fn(() => false))
vi.mock('@/lib/mail/send', async (original) => ({ ...(await original<object>()), isMailEnabled }))

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})
beforeEach(() => {
  isMailEnabled.mockReturnValue(false)
})

const linksOf = (user: TestUser, event: string) =>
  db.transaction(async (tx) =>
    guestLinksOutput.parse(await guestLinksOf(tx, await grant(tx, user, 'read', 'event', event))),
  )

const createEvent = (input: object = {}) =>
  as(family.owner).createEvent({ calendarId: family.calendar, attendees: [family.viewer.id], ...input })

describe('links of guests', () => {
  it('lists guest links for editors of the event only', async () => {
    const { id } = await createEvent({
      attendees: [family.viewer.id, { email: 'ann@example.org', name: 'Ann' }],
    })
    const { guests, publicLink } = await linksOf(family.editor, id)
    expect(guests).toMatchObject([
      { email: 'ann@example.org', name: 'Ann', link: { path: expect.stringMatching(/^\/g\/[a-z2-7]{40}$/) } },
    ])
    expect(publicLink).toBeNull()
    expect(await codeOf(linksOf(family.viewer, id))).toBe('FORBIDDEN')
  })

  it('revokes a link at once, and creates no new one when the event is edited', async () => {
    const { id, version } = await createEvent()
    const guest = await insertGuest(id, { email: 'ann@example.org' })
    await as(family.editor).run(revokeGuestLink, { event: id, link: guest.link })
    expect(await codeOf(as(guest).run(answerEvent, { id, version, status: 'accepted' }))).toBe('NOT_FOUND')
    expect(await loadGuestLink(db, guest.link)).toMatchObject({ state: 'gone' })
    const invited = [family.viewer.id, { email: 'ann@example.org' }, { email: 'bob@example.org' }]
    await as(family.editor).run(updateEvent, { id, version, patch: { attendees: invited } })
    const { guests } = await linksOf(family.owner, id)
    expect(guests.map(({ email, link }) => [email, link !== null]).sort()).toEqual([
      ['ann@example.org', false],
      ['bob@example.org', true],
    ])
    const repeated = as(family.editor).run(revokeGuestLink, { event: id, link: guest.link })
    expect(await codeOf(repeated)).toBe('NOT_FOUND')
  })

  it('replaces the link of a guest with an address or only a name, and refuses people who are not invited', async () => {
    const { id } = await createEvent()
    for (const person of [{ email: 'ann@example.org' }, { name: 'Zoe' }]) {
      const guest = await insertGuest(id, person)
      const { result } = await as(family.editor).run(renewGuestLink, { event: id, ...person })
      expect(await loadGuestLink(db, guest.link)).toMatchObject({ state: 'gone' })
      expect(await loadGuestLink(db, result.id)).toMatchObject({ state: 'personal', guest: { person } })
    }
    const other = as(family.editor).run(renewGuestLink, { event: id, email: 'bob@example.org' })
    expect(await codeOf(other)).toBe('NOT_FOUND')
  })

  it('disables a link when the guest is removed, and enables it when the guest is invited again', async () => {
    const people = [family.viewer.id, { email: 'ann@example.org' }]
    const { id, version } = await createEvent({ attendees: people })
    const [link] = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
    await as(family.editor).run(updateEvent, { id, version, patch: { attendees: [family.viewer.id] } })
    expect(await loadGuestLink(db, link!.id)).toMatchObject({ state: 'gone' })
    await as(family.editor).run(updateEvent, { id, version: version + 1, patch: { attendees: people } })
    expect(await loadGuestLink(db, link!.id)).toMatchObject({ state: 'personal' })
  })

  it('creates links to the later part of a split series for its guests', async () => {
    const { id, version } = await createEvent({
      ...{ rules: ['FREQ=WEEKLY'], span: hour('2026-11-02') },
      attendees: [{ email: 'ann@example.org' }],
    })
    const occurrence = { id: '2026-11-16T09:00:00', scope: 'following' } as const
    const { result } = await as(family.owner).run(updateEvent, {
      id,
      version,
      patch: { title: 'Later' },
      occurrence,
    })
    expect(result.id).not.toBe(id)
    expect((await linksOf(family.owner, result.id)).guests).toMatchObject([
      { link: { path: expect.any(String) } },
    ])
  })

  it('resends a link only if mail is enabled and the address of the user is verified', async () => {
    const { id } = await createEvent({ attendees: [{ email: 'ann@example.org' }] })
    const [link] = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
    const resend = () => as(family.editor).run(resendGuestLink, { event: id, link: link!.id })
    expect(await codeOf(resend())).toBe('UNAVAILABLE')
    isMailEnabled.mockReturnValue(true)
    expect(await codeOf(resend())).toBe('ok')
    await db.update(users).set({ emailVerified: null }).where(eq(users.id, family.editor.id))
    expect((await errorOf(resend())).detail.fields).toEqual({ link: { code: 'unverified_address' } })
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, family.editor.id))
  })
})

describe('public links', () => {
  async function createPublic(input: object = {}) {
    const event = await createEvent(input)
    const { result } = await as(family.owner).run(createPublicLink, { event: event.id })
    const link = await loadGuestLink(db, result.id)
    if (link?.state !== 'public') throw new Error('not public')
    return { ...event, link: result.id, visitor: link.guest }
  }

  it('lets a visitor of a public link join by name, and creates a link for them', async () => {
    const { id, version, visitor } = await createPublic()
    const { result } = await as(visitor).run(joinEvent, { event: id, name: 'Zoe' })
    const link = await loadGuestLink(db, result.link!)
    if (link?.state !== 'personal') throw new Error('not personal')
    expect(link.guest.person).toEqual({ email: null, name: 'Zoe' })
    expect(await codeOf(as(link.guest).run(answerEvent, { id, version, status: 'accepted' }))).toBe('ok')
    expect(await codeOf(as(visitor).run(answerEvent, { id, version, status: 'accepted' }))).toBe('FORBIDDEN')
  })

  it('refuses to join by the name of another guest, also when two visitors join concurrently', async () => {
    const { id, visitor } = await createPublic()
    const join = (name: string) => as(visitor).run(joinEvent, { event: id, name })
    const codes = await Promise.all([codeOf(join('Zoe')), codeOf(join('Zoe'))])
    expect(codes.sort()).toEqual(['INVALID', 'ok'])
    for (const name of ['zoe', ' Zoe ', 'viewer'])
      expect((await errorOf(join(name))).detail.fields).toEqual({ name: { code: 'taken' } })
  })

  it('keeps a guest who joined while the organizer edits the guests', async () => {
    const { id, version, visitor } = await createPublic()
    await as(visitor).run(joinEvent, { event: id, name: 'Zoe' })
    const edit = as(family.owner).run(updateEvent, { id, version, patch: { attendees: [] } })
    expect(await codeOf(edit)).toBe('CONFLICT')
    const rows = await db.select().from(attendees).where(eq(attendees.eventId, id))
    expect(rows.map(({ name }) => name)).toContain('Zoe')
  })

  it('lets a removed guest join again by name, without the former answer and link', async () => {
    const { id, version, visitor } = await createPublic()
    const join = () => as(visitor).run(joinEvent, { event: id, name: 'Zoe' })
    const { link } = (await join()).result
    const zoe = { kind: 'guest', link: link!, event: id, person: { email: null, name: 'Zoe' } } as const
    const answer = { id, version: version + 1, status: 'accepted', comment: 'With cake' } as const
    await as(zoe).run(answerEvent, answer)
    const patch = { attendees: [family.viewer.id] }
    await as(family.owner).run(updateEvent, { id, version: version + 1, patch })
    expect((await join()).result.link).not.toBe(link)
    expect(await loadGuestLink(db, link!)).toMatchObject({ state: 'gone' })
    expect(await db.select().from(answers).where(eq(answers.eventId, id))).toEqual([])
  })

  it('refuses visitors of a public link beyond the maximum number of guests, and after the link was revoked', async () => {
    const { id, link, visitor } = await createPublic()
    await db
      .insert(attendees)
      .values(
        Array.from({ length: 499 }, (_, n) => ({ id: crypto.randomUUID(), eventId: id, name: `guest ${n}` })),
      )
    const join = () => as(visitor).run(joinEvent, { event: id, name: 'Zoe' })
    expect(await codeOf(join())).toBe('LIMIT_REACHED')
    await as(family.owner).run(revokeGuestLink, { event: id, link })
    expect(await codeOf(join())).toBe('NOT_FOUND')
    expect(await loadGuestLink(db, link)).toMatchObject({ state: 'gone' })
  })

  it('returns the existing public link instead of creating a second one', async () => {
    const { id, link } = await createPublic()
    const { result } = await as(family.editor).run(createPublicLink, { event: id })
    expect(result.id).toBe(link)
  })

  it('mails the link to a visitor who gives an address, and does not reveal whether the address is invited', async () => {
    const { id, visitor } = await createPublic({ attendees: [{ email: 'ann@example.org' }] })
    const join = (email: string, name = 'Ann') => as(visitor).run(joinEvent, { event: id, name, email })
    expect((await errorOf(join('bob@example.org'))).detail.fields).toEqual({ email: { code: 'invalid' } })
    isMailEnabled.mockReturnValue(true)
    expect((await join('ann@example.org')).result).toEqual({ link: null })
    expect((await join('Bob@example.org', 'Bob')).result).toEqual({ link: null })
    const rows = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
    expect(rows.flatMap(({ email }) => email ?? []).sort()).toEqual(['ann@example.org', 'bob@example.org'])
    for (const email of ['ann@example.org', 'bob@example.org']) {
      const codes = [await codeOf(join(email)), await codeOf(join(email)), await codeOf(join(email))]
      expect(codes).toEqual(['ok', 'ok', 'TOO_MANY'])
    }
  })
})
