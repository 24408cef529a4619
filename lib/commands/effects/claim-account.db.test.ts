import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { placements } from '@/db/schema/placements'
import { users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { createFeed } from '@/lib/commands/feeds'
import { claimAccount } from '@/lib/commands/google'
import { createInvitation, joinGroup } from '@/lib/commands/invitations'
import { execute } from '@/lib/commands/pipeline/execute'
import { placeEvent } from '@/lib/commands/placements'
import { acceptShare, createShare } from '@/lib/commands/shares'
import {
  addMember,
  as,
  codeOf,
  hour,
  insertShare,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'

const claim = ({ email }: TestUser) =>
  execute({ kind: 'job', name: 'google' }, claimAccount, { email }, { origin: 'web' })

const tokenIn = (path: string) =>
  path
    .split('/')
    .at(-1)!
    .replace(/\.ics$/, '')

it('revokes all access that an unverified account granted, but keeps its group memberships', async () => {
  const [victim, attacker, other] = [
    await makeUser('victim'),
    await makeUser('attacker'),
    await makeUser('other'),
  ]
  await db.update(users).set({ emailVerified: null }).where(eq(users.id, victim.id))
  const { group, calendar } = await makeGroup(victim)
  await addMember(attacker, victim, group, 'admin')
  const { result: link } = await as(victim).run(createInvitation, { group, role: 'editor' })
  const { result: shared } = await as(victim).run(createShare, {
    calendar: victim.calendar,
    to: { email: attacker.email },
    level: 'owner',
  })
  await as(attacker).run(acceptShare, { share: shared.id })
  // The attacker could keep editing an event placed in the victim's calendar.
  const foreign = await as(attacker).createEvent({
    calendarId: attacker.calendar,
    title: 'Theirs',
    span: hour('2026-06-02'),
  })
  await as(attacker).run(placeEvent, { event: foreign.id, calendar: victim.calendar })
  // The attacker, a co-owner by the share, creates a feed.
  const { result: feed } = await as(attacker).run(createFeed, {
    calendar: victim.calendar,
    level: 'full',
    name: '',
  })
  await insertShare(attacker.calendar, { userId: victim.id }, 'editor')
  const { id } = await as(victim).createEvent({
    calendarId: victim.calendar,
    title: 'Mine',
    span: hour('2026-06-01'),
  })
  await as(victim).run(placeEvent, { event: id, calendar: attacker.calendar })
  expect((await as(attacker).loadRange('2026-06-01', '2026-06-02')).tuples).toHaveLength(1)
  // A membership in a group of another user is kept.
  const theirs = await makeGroup(other)
  await addMember(victim, other, theirs.group)

  const { seqs } = await claim(victim)
  expect(await as(attacker).requestGrant('freebusy', 'calendar', victim.calendar)).toBe('NOT_FOUND')
  const shown = await db
    .select()
    .from(placements)
    .where(and(eq(placements.eventId, foreign.id), eq(placements.calendarId, victim.calendar)))
  expect(shown).toEqual([])
  // Group memberships are kept, because all members see them.
  expect(await as(attacker).requestGrant('read', 'group', group)).toBe('ok')
  expect(await as(attacker).requestGrant('read', 'calendar', calendar)).toBe('ok')
  expect(await as(attacker).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  expect((await as(attacker).loadRange('2026-06-01', '2026-06-02')).tuples).toEqual([])
  expect(await as(NOBODY).requestGrant('read', 'feed', { token: tokenIn(feed.path) })).toBe('SIGNED_OUT')
  expect(await codeOf(as(await makeUser('new')).run(joinGroup, { token: link.token }))).toBe('GONE')
  expect(Object.keys(seqs)).toEqual(
    expect.arrayContaining([`calendar-${victim.calendar}`, `calendar-${attacker.calendar}`]),
  )
  expect(await as(victim).requestGrant('own', 'group', group)).toBe('ok')
  expect(await as(victim).requestGrant('write', 'event', id)).toBe('ok')
  expect(await as(victim).requestGrant('write', 'calendar', theirs.calendar)).toBe('ok')
  expect(await as(other).requestGrant('own', 'group', theirs.group)).toBe('ok')
})

it('revokes nothing of an account with a verified address', async () => {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  const to = { email: bob.email }
  const { result } = await as(ann).run(createShare, { calendar: ann.calendar, to, level: 'viewer' })
  await as(bob).run(acceptShare, { share: result.id })
  await claim(ann)
  expect(await as(bob).requestGrant('read', 'calendar', ann.calendar)).toBe('ok')
})
