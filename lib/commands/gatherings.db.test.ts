import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { gatheringParticipants, gatherings, gatheringVotes } from '@/db/schema/gatherings'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { opaqueId } from '@/lib/access/secrets'
import { dayNumber } from '@/lib/calendar/day'
import type { Span } from '@/lib/calendar/span'
import { FLAG } from '@/lib/calendar/tuple'
import { gatheringPage } from '@/lib/queries/gathering-page'
import { gatheringStreams, gatheringsAmong } from '@/lib/queries/gathering-streams'
import { listGatherings } from '@/lib/queries/gatherings'
import { gatheringPageOutput, gatheringsOutput } from '@/lib/schemas/gathering-page'
import { statementsOf } from '@/test/database/count-statements'
import {
  addMember,
  as,
  codeOf,
  days,
  errorOf,
  type Family,
  hour,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
} from '@/test/database/fixtures'
import { lockGathering } from './gathering-lock'
import { changeParticipant, inviteParticipants, removeParticipants } from './gathering-participants'
import { addSlots } from './gathering-slots'
import { joinGathering, voteGathering } from './gathering-votes'
import {
  cancelGathering,
  createGathering,
  deleteGathering,
  reopenGathering,
  updateGathering,
} from './gatherings'
import { deleteGroup } from './groups'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

async function create(input: object = {}, organizer = family.owner) {
  const { result } = await as(organizer).run(createGathering, {
    ...{ title: 'Summer party', access: 'link', timeZone: 'Europe/Berlin' },
    slots: [hour('2127-06-01', 18), hour('2127-06-02', 18), days('2127-06-05', '2127-06-07')],
    ...input,
  })
  return result
}

const editSlots = (id: string, slots: { added?: Span[]; removed?: string[] }) =>
  as(family.owner).run(updateGathering, { id, version: 1, patch: {}, slots })

const load = (actor: Actor, slug: string) =>
  db.transaction(async (tx) =>
    gatheringPageOutput.parse(
      await gatheringPage(tx, await grant(tx, actor, 'read', 'gathering-page', slug)),
    ),
  )

const slotsOf = async (slug: string) => (await load(family.owner, slug)).slots.map(({ id }) => id)

async function join(slug: string, name: string, votes: Record<string, 'yes' | 'if-need-be' | 'no'> = {}) {
  const { result } = await as(NOBODY).run(joinGathering, { gathering: slug, name, votes })
  const actor: Actor = {
    ...{ kind: 'participant', id: result.participant, gathering: result.gathering },
    person: { email: null, name },
  }
  return { ...result, actor }
}

const instant = (wall: string) => Date.parse(`${wall}Z`) / 1000

const fieldOf = async (attempt: Promise<unknown>) => (await errorOf(attempt)).detail.fields

describe('a gathering', () => {
  it('shows members and visitors its slots by time, counts of votes and each ballot', async () => {
    const { slug, id } = await create({ group: family.group, access: 'link' })
    const [first, second, third] = (await slotsOf(slug)) as [string, string, string]
    await as(family.viewer).run(voteGathering, {
      ...{ gathering: id, votes: { [first]: 'yes', [third]: 'no' }, comment: 'Not in the evening' },
    })
    await join(slug, 'Mia', { [second]: 'if-need-be' })
    const page = await load(NOBODY, slug)
    expect(page.slots.map(({ counts }) => counts)).toEqual([
      { yes: 1, ifNeedBe: 0, no: 0 },
      { yes: 0, ifNeedBe: 1, no: 0 },
      { yes: 0, ifNeedBe: 0, no: 1 },
    ])
    const shown = page.participants.map(({ name, ballot, hasVoted, userId }) => ({
      name,
      ballot,
      hasVoted,
      userId,
    }))
    expect(shown).toEqual([
      { name: 'viewer', ballot: 'y-n', hasVoted: true, userId: null },
      { name: 'Mia', ballot: '-i-', hasVoted: true, userId: null },
      { name: 'owner', ballot: '---', hasVoted: false, userId: null },
    ])
    expect(page.can).toEqual({ vote: false, join: true, addSlots: false, comment: false, write: false })
    expect((await load(family.viewer, slug)).can).toMatchObject({ vote: true, join: false, write: false })
  })

  it('replaces the ballot of a participant', async () => {
    const { slug } = await create()
    const [first, second] = (await slotsOf(slug)) as [string, string]
    const { actor, gathering } = await join(slug, 'Mia', { [first]: 'yes', [second]: 'yes' })
    await as(actor).run(voteGathering, { gathering, votes: { [second]: 'no' } })
    const { participants, viewer } = await load(actor, slug)
    expect(participants.find(({ id }) => id === viewer)).toMatchObject({ name: 'Mia', ballot: '-n-' })
  })

  it('keeps the rest of a ballot with a vote for a slot that was just removed', async () => {
    const { slug, id } = await create()
    const [first, second] = (await slotsOf(slug)) as [string, string]
    const { actor } = await join(slug, 'Mia')
    await editSlots(id, { removed: [first] })
    const { result } = await as(actor).run(voteGathering, {
      ...{ gathering: id, votes: { [first]: 'yes', [second]: 'yes' } },
    })
    expect(result.removed).toEqual([first])
    expect((await load(actor, slug)).participants[0]).toMatchObject({ ballot: 'y-' })
  })

  it('keeps votes for other slots when one is moved or removed', async () => {
    const { slug, id } = await create()
    const [first, second, third] = (await slotsOf(slug)) as [string, string, string]
    const { actor } = await join(slug, 'Mia', { [first]: 'yes', [second]: 'yes', [third]: 'yes' })
    await editSlots(id, { added: [hour('2127-06-09')], removed: [first, third] })
    expect((await load(actor, slug)).participants[0]).toMatchObject({ ballot: 'y-' })
    // Neither a time that it has already nor a slot of another gathering changes anything.
    const [other] = (await slotsOf((await create()).slug)) as [string]
    await editSlots(id, { added: [hour('2127-06-02', 18)], removed: [other] })
    expect(await slotsOf(slug)).toHaveLength(2)
  })

  it('counts a participant whose only vote was for a removed slot as one who has not voted', async () => {
    const { slug, id } = await create()
    const [first, second] = (await slotsOf(slug)) as [string, string]
    const { actor } = await join(slug, 'Mia', { [first]: 'yes' })
    await join(slug, 'Zoe', { [first]: 'yes', [second]: 'no' })
    await editSlots(id, { removed: [first] })
    const { participants, votedCount } = await load(actor, slug)
    expect(votedCount).toBe(1)
    expect(participants.map(({ name, hasVoted }) => [name, hasVoted])).toEqual([
      ...[
        ['Zoe', true],
        ['owner', false],
        ['Mia', false],
      ],
    ])
  })

  it('adds each time to a gathering only once', async () => {
    const { slug, id } = await create()
    const slots = [hour('2127-06-01', 18), days('2127-06-05', '2127-06-07'), days('2127-06-05', '2127-06-06')]
    const added = await Promise.all([
      as(family.owner).run(addSlots, { gathering: id, slots }),
      as(family.owner).run(addSlots, { gathering: id, slots }),
    ])
    expect(added.flatMap(({ result }) => result.ids)).toHaveLength(1)
    expect(await slotsOf(slug)).toHaveLength(4)
  })

  it('accepts slots of participants only if the organizer allows them', async () => {
    const { slug, id } = await create()
    const { actor } = await join(slug, 'Mia')
    const slots = [hour('2127-06-03', 18)]
    expect(await codeOf(as(actor).run(addSlots, { gathering: id, slots }))).toBe('FORBIDDEN')
    await as(family.owner).run(updateGathering, { id, version: 1, patch: { participantsAddSlots: true } })
    await as(actor).run(addSlots, { gathering: id, slots })
    const many = Array.from({ length: 20 }, (_, n) => hour('2127-07-01', n))
    expect(await codeOf(as(actor).run(addSlots, { gathering: id, slots: many }))).toBe('LIMIT_REACHED')
    expect(await slotsOf(slug)).toHaveLength(4)
  })

  it('hides the votes of others from participants, but not from its managers', async () => {
    const { slug, id } = await create({ group: family.group, access: 'members', votesHidden: true })
    const [first] = (await slotsOf(slug)) as [string]
    const { seqs } = await as(family.viewer).run(voteGathering, {
      ...{ gathering: id, votes: { [first]: 'yes' }, comment: 'secret' },
    })
    expect(seqs).toEqual({ [`owners-${id}`]: 1 })
    const page = await load(family.editor, slug)
    expect(page.slots.map(({ counts }) => counts)).toEqual([null, null, null])
    expect(page.votedCount).toBeNull()
    expect(page.participants.filter(({ ballot }) => ballot !== null)).toMatchObject([{ name: 'editor' }])
    // No field reveals which participants have voted, nor does their order.
    expect(page.participants.map(({ name, hasVoted }) => [name, hasVoted])).toEqual([
      ...[
        ['owner', null],
        ['admin', null],
        ['editor', false],
        ['viewer', null],
      ],
    ])
    expect(JSON.stringify(page)).not.toContain('secret')
    expect((await load(family.admin, slug)).slots[0]!.counts).toEqual({ yes: 1, ifNeedBe: 0, no: 0 })
    const { participants, viewer } = await load(family.viewer, slug)
    expect(participants.find((person) => person.id === viewer)).toMatchObject({
      ballot: 'y--',
      comment: 'secret',
    })
  })

  it('hides participants from each other, but not from its managers', async () => {
    const { slug } = await create({ participantsHidden: true })
    const { actor } = await join(slug, 'Mia')
    await join(slug, 'Zoe')
    expect((await load(actor, slug)).participants.map(({ name }) => name)).toEqual(['Mia'])
    expect(JSON.stringify(await load(NOBODY, slug))).not.toContain('Zoe')
    expect((await load(family.owner, slug)).participants).toHaveLength(3)
    // A visitor may not find out whether a person takes part.
    expect((await load(NOBODY, slug)).participantCount).toBe(0)
  })

  it('shows the addresses of participants to its managers only', async () => {
    const { slug } = await create({ participants: [{ email: 'ann@example.org' }] })
    expect(JSON.stringify(await load(family.owner, slug))).toContain('ann@example.org')
    const page = await load(NOBODY, slug)
    expect(page.participants.map(({ name }) => name)).toContain('ann')
    expect(JSON.stringify(page)).not.toContain('@example.org')
  })

  it('lists a gathering for its organizer, its participants and the members of its group who may see it', async () => {
    const { id } = await create({ group: family.group, access: 'invited', participants: [family.viewer.id] })
    const isListed = async (user: Family['owner']) => {
      const list = gatheringsOutput.parse(await listGatherings(db, await as(user).loadReach(), {}))
      return list.gatherings.some((gathering) => gathering.id === id)
    }
    expect(await Promise.all([family.owner, family.admin, family.viewer].map(isListed))).toEqual([
      true,
      true,
      true,
    ])
    expect(await Promise.all([family.editor, family.sharee, family.stranger].map(isListed))).toEqual([
      ...[false, false, false],
    ])
  })

  it('merges edits of different fields and refuses those of the same', async () => {
    const { id } = await create()
    const edit = (patch: object) => as(family.owner).run(updateGathering, { id, version: 1, patch })
    await edit({ title: 'Autumn party' })
    expect((await edit({ location: 'Garden' })).result.version).toBe(3)
    expect((await errorOf(edit({ title: 'Winter party' }))).detail.data).toMatchObject({
      fields: { title: { yours: 'Winter party', theirs: 'Autumn party' } },
    })
  })

  it('writes fields and slots of an edit together, or neither', async () => {
    const { id, slug } = await create()
    const { slug: taken } = await create()
    const [first, ...others] = (await slotsOf(slug)) as [string, string, string]
    const slots = { added: [hour('2127-06-09')], removed: [first] }
    const edit = (version: number, patch: object) =>
      as(family.owner).run(updateGathering, { id, version, patch, slots })
    expect(await fieldOf(edit(1, { title: 'Winter party', slug: taken }))).toEqual({
      slug: { code: 'taken' },
    })
    expect(await load(family.owner, slug)).toMatchObject({ gathering: { version: 1, title: 'Summer party' } })
    expect(await slotsOf(slug)).toEqual([first, ...others])
    await edit(1, { title: 'Winter party' })
    const after = await slotsOf(slug)
    expect(after).toEqual([...others, after[2]])
    expect((await load(family.owner, slug)).gathering).toMatchObject({ version: 2, title: 'Winter party' })
  })

  it('refuses votes while a gathering is cancelled, until it is reopened', async () => {
    const { id, slug } = await create()
    const { actor } = await join(slug, 'Mia')
    const vote = () => codeOf(as(actor).run(voteGathering, { gathering: id, votes: {} }))
    await as(family.owner).run(cancelGathering, { gathering: id })
    expect(await vote()).toBe('FORBIDDEN')
    expect(await codeOf(join(slug, 'Zoe'))).toBe('FORBIDDEN')
    await as(family.owner).run(reopenGathering, { gathering: id })
    expect(await vote()).toBe('ok')
  })
})

describe('the address of a gathering', () => {
  it('contains the title in Latin letters and random characters, and never collides with a guest token', async () => {
    const [party, arabic] = [await create(), await create({ title: 'حفلة' })]
    expect(party.slug).toMatch(/^summer-party-[a-z2-9]{6}$/)
    expect(arabic.slug).toMatch(/^[a-z2-9]{6}$/)
    const long = await create({ title: 'extraordinarily '.repeat(10) })
    expect(long.slug.length).toBeLessThan(40)
  })

  it('refuses a slug that is taken, reserved, too long or in another script', async () => {
    const [{ id }, other] = [await create(), await create()]
    const change = (slug: string) =>
      fieldOf(as(family.owner).run(updateGathering, { id, version: 1, patch: { slug } }))
    expect(await change(other.slug.toUpperCase())).toEqual({ slug: { code: 'taken' } })
    expect(await change('admin')).toEqual({ slug: { code: 'taken' } })
    for (const slug of ['праздник', 'a--b', '-a', 'a/b', ''])
      expect(Object.keys((await change(slug)) ?? {}), slug).toEqual(['patch.slug'])
    expect(await change('a'.repeat(40))).toMatchObject({ 'patch.slug': { code: 'too_long' } })
  })
})

describe('the deadline of a gathering', () => {
  it('moves a deadline in a DST gap forward, and derives its instant again when the zone changes', async () => {
    const { id } = await create({ deadline: '2027-03-28T02:30:00' })
    const stored = async () => (await db.select().from(gatherings).where(eq(gatherings.id, id)))[0]!
    expect((await stored()).deadlineAt).toEqual(new Date('2027-03-28T01:30:00Z'))
    await as(family.owner).run(updateGathering, { id, version: 1, patch: { timeZone: 'Asia/Tokyo' } })
    expect(await stored()).toMatchObject({
      ...{ deadline: '2027-03-28T02:30:00', deadlineAt: new Date('2027-03-27T17:30:00Z') },
    })
  })
})

describe('visitors of an open page', () => {
  it.each(['owner', 'OWNER', 'ówner', 'оwner', 'o w n e r', '0wner', 'viewer'])(
    'cannot use the name of the organizer or a member: %s',
    async (name) => {
      const { slug } = await create({ group: family.group, access: 'link' })
      expect(await fieldOf(join(slug, name))).toEqual({ name: { code: 'taken' } })
    },
  )

  it('refuses the name of another visitor, also when both join at the same time', async () => {
    const { slug, id } = await create()
    const attempts = await Promise.allSettled(['Mia', 'mia', 'Мia', 'MIA'].map((name) => join(slug, name)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const guests = await db
      .select()
      .from(gatheringParticipants)
      .where(eq(gatheringParticipants.gatheringId, id))
    expect(guests.filter(({ name }) => name)).toHaveLength(1)
  })

  it('refuses visitors who use the name that an invited address is shown by', async () => {
    const { slug } = await create({ participants: [{ email: 'ann@example.org' }] })
    expect(await fieldOf(join(slug, 'Ann'))).toEqual({ name: { code: 'taken' } })
  })

  it('refuses visitors of a gathering for members or invited people', async () => {
    for (const access of ['members', 'invited']) {
      const { slug } = await create({ group: family.group, access })
      expect(await codeOf(join(slug, 'Mia'))).toBe('SIGNED_OUT')
    }
  })

  it('deletes the votes of visitors whom the organizer removes, and revokes their links', async () => {
    const { slug, id } = await create()
    const [first] = (await slotsOf(slug)) as [string]
    const { actor, participant } = await join(slug, 'Mia', { [first]: 'yes' })
    await as(family.owner).run(removeParticipants, { gathering: id, participants: [participant] })
    expect(await codeOf(as(actor).run(voteGathering, { gathering: id, votes: {} }))).toBe('NOT_FOUND')
    const page = await load(family.owner, slug)
    expect(page.slots[0]!.counts).toEqual({ yes: 0, ifNeedBe: 0, no: 0 })
    expect(page.participants).toHaveLength(1)
    expect(await codeOf(join(slug, 'Mia'))).toBe('ok')
  })
})

describe('participants', () => {
  it('invites a participant once by account or address', async () => {
    const { id } = await create()
    const participants = [family.viewer.id, { email: 'ann@example.org' }]
    const invite = () => as(family.owner).run(inviteParticipants, { gathering: id, participants })
    expect((await invite()).result.ids).toHaveLength(2)
    expect((await invite()).result.ids).toEqual([])
    const stranger = { gathering: id, participants: [family.stranger.id] }
    expect(await fieldOf(as(family.owner).run(inviteParticipants, stranger))).toEqual({
      participants: { code: 'invalid' },
    })
  })

  it('marks a participant as required', async () => {
    const { id, slug } = await create()
    const { participant } = await join(slug, 'Mia')
    await as(family.owner).run(changeParticipant, { gathering: id, participant, isRequired: true })
    const { participants } = await load(NOBODY, slug)
    expect(participants.filter(({ isRequired }) => isRequired)).toMatchObject([{ name: 'Mia' }])
  })
})

it('hides a gathering from all users while its group is in the trash', async () => {
  const own = await makeFamily()
  const { slug, id } = await create({ group: own.group }, own.owner)
  const { actor } = await join(slug, 'Mia')
  await as(own.owner).run(deleteGroup, { group: own.group })
  expect(await codeOf(join(slug, 'Zoe'))).toBe('SIGNED_OUT')
  for (const person of [actor, own.owner, own.viewer, own.stranger])
    expect(await codeOf(as(person).run(voteGathering, { gathering: id, votes: {} }))).toBe('NOT_FOUND')
  expect((await listGatherings(db, await as(own.owner).loadReach(), {})).gatherings).toEqual([])
  expect(await gatheringStreams(db, own.owner.id, [id])).toEqual({})
})

it('ends the live connections of participants that are removed', async () => {
  const { id, slug } = await create({ access: 'link', participants: [family.viewer.id] })
  await join(slug, 'Mia')
  const { participants } = await load(family.owner, slug)
  const removed = participants.filter(({ name }) => name !== 'owner').map((person) => person.id)
  await as(family.owner).run(removeParticipants, { gathering: id, participants: removed })
  const jobs = await db.execute<{ user: string }>(sql`
    select j.payload ->> 'user' as "user" from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'cut-off'`)
  const cutOff = jobs.map(({ user }) => user)
  expect(cutOff).toContain(family.viewer.id)
  for (const participant of participants)
    if (participant.name === 'Mia') expect(cutOff).toContain(`participant-${participant.id}`)
})

/** Counts the statements that read a page, without the wake-up of consumers, which follows earlier commands at any time. */
async function countStatements(slug: string): Promise<number> {
  const statements = await statementsOf(() => load(family.owner, slug))
  return statements.filter((statement) => !statement.includes("add_job('dispatch'")).length
}

it('refuses more than 1,000 slots or 100,000 votes in a gathering', async () => {
  const spans = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => {
      const at = new Date(Date.UTC(2127, 0, 1) + (from + n) * 86_400_000).toISOString().slice(0, 10)
      return hour(at)
    })
  const { id, slug } = await create({ slots: spans(0, 1000) })
  expect(await codeOf(as(family.owner).run(addSlots, { gathering: id, slots: spans(1000, 1) }))).toBe(
    'LIMIT_REACHED',
  )
  await db.execute(sql`
    insert into gathering_participants (id, gathering_id, name, name_key, source, voted_at)
    select gen_random_uuid(), ${id}, 'Guest ' || n, 'guest' || n, 'joined', now() from generate_series(1, 99) n`)
  expect(await codeOf(join(slug, 'Mia'))).toBe('LIMIT_REACHED')
  await db.execute(sql`
    insert into gathering_votes (slot_id, participant_id, vote)
    select s.id, p.id, 'yes' from gathering_slots s, gathering_participants p
    where s.gathering_id = ${id} and p.gathering_id = ${id} and p.name like 'Guest 1%'`)
  const { slug: small } = await create()
  expect(await countStatements(slug)).toBe(await countStatements(small))
  const page = await load(family.owner, slug)
  expect(page.participants.find(({ name }) => name === 'Guest 1')!.ballot).toBe('y'.repeat(1000))
  expect(page.slots.at(-1)!.counts!.yes).toBe(11)
})

it('stores the ballots of fifty participants who vote concurrently', async () => {
  const { id, slug } = await create()
  const [first, second] = (await slotsOf(slug)) as [string, string]
  const guests = await db.execute<{ id: string; name: string }>(sql`
    insert into gathering_participants (id, gathering_id, name, name_key, source)
    select gen_random_uuid(), ${id}, 'Guest ' || n, 'guest' || n, 'joined' from generate_series(1, 50) n
    returning id, name`)
  const ballots = guests.map(({ id: participant, name }) => {
    const actor: Actor = {
      kind: 'participant',
      id: participant,
      gathering: id,
      person: { email: null, name },
    }
    return as(actor).run(voteGathering, { gathering: id, votes: { [first]: 'yes', [second]: 'no' } })
  })
  expect((await Promise.all(ballots)).flatMap(({ result }) => result.removed)).toEqual([])
  const { slots } = await load(family.owner, slug)
  expect(slots.map(({ counts }) => [counts!.yes, counts!.no])).toEqual([
    [50, 0],
    [0, 50],
    [0, 0],
  ])
  const all = await countStatements(slug)
  const { slug: other } = await create()
  expect(all).toBe(await countStatements(other))
})

it('adds fifty visitors who join concurrently while the organizer changes slots', async () => {
  const { id, slug } = await create()
  const [first, second] = (await slotsOf(slug)) as [string, string]
  const joins = Array.from({ length: 50 }, (_, n) =>
    join(slug, `Guest ${n}`, { [first]: 'yes', [second]: 'no' }),
  )
  const edits = [editSlots(id, { added: [hour('2127-07-01')] }), editSlots(id, { removed: [second] })]
  const joined = (await Promise.all([...joins, ...edits])).slice(0, 50)
  expect(new Set(joined.map((one) => (one as { participant: string }).participant)).size).toBe(50)
  const { slots, participants } = await load(family.owner, slug)
  expect(slots.map(({ counts }) => counts!.yes)).toEqual([50, 0, 0])
  expect(participants).toHaveLength(51)
})

it('refuses further visitors of a gathering that many have joined within an hour', async () => {
  const { id, slug } = await create()
  await join(slug, 'Mia')
  await db.execute(sql`
    update attempts set count = 300 where key = ${opaqueId(`attempt:gathering-joins:${id}`)}`)
  expect(await codeOf(join(slug, 'Zoe'))).toBe('TOO_MANY')
})

it('ignores the names of streams and channels without an id', async () => {
  const text = '-'.repeat(36)
  const names = [`gathering-${text}`, `private-owners-${text}`, `presence-gathering-${text}`]
  expect(gatheringsAmong(names)).toEqual([])
})

it('records one change per ballot', async () => {
  const { id, slug } = await create()
  const [first, second] = (await slotsOf(slug)) as [string, string]
  await as(family.owner).run(voteGathering, { gathering: id, votes: { [first]: 'yes', [second]: 'no' } })
  const recorded = await db
    .select()
    .from(changes)
    .where(eq(changes.stream, `gathering-${id}`))
  expect(recorded.map(({ entity }) => entity).sort()).toEqual(['gathering', 'participant', 'slot', 'vote'])
  expect(await db.$count(gatheringVotes, eq(gatheringVotes.slotId, first))).toBe(1)
})

describe('holds of an open gathering', () => {
  const range = async (user: typeof family.owner) =>
    as(user).loadRange('2127-06-01', '2127-06-08', 'Europe/Berlin')

  it('shows holds in the calendars of participants, without the slots that they voted no on', async () => {
    const [organizer, member] = [await makeUser('organizer'), await makeUser('member')]
    const { group } = await makeGroup(organizer)
    await addMember(member, organizer, group, 'editor')
    const { id, slug } = await create({ group, access: 'members', holds: true, title: 'Hike' }, organizer)
    const { slots } = await load(organizer, slug)
    await as(member).run(voteGathering, { gathering: id, votes: { [slots[1]!.id]: 'no' } })
    const { calendars, holds, tuples } = await range(member)
    expect(
      holds!.map(([of, address, title, calendar]) => [of, address, title, calendars[calendar]![0]]),
    ).toEqual([
      [id, slug, 'Hike', member.calendar],
      [id, slug, 'Hike', member.calendar],
    ])
    expect(holds!.map(([, , , , ...time]) => time)).toEqual([
      [FLAG.hold, instant('2127-06-01T18:00:00'), instant('2127-06-01T19:00:00')],
      [FLAG.hold | FLAG.allDay, dayNumber('2127-06-05'), dayNumber('2127-06-07')],
    ])
    expect(tuples).toEqual([])
    expect((await range(organizer)).holds).toHaveLength(3)
  })

  it('shows holds as untitled busy times to other users of the calendar, except participants', async () => {
    const [organizer, member, viewer] = [
      await makeUser('organizer'),
      await makeUser('member'),
      await makeUser('viewer'),
    ]
    const { group } = await makeGroup(organizer)
    await addMember(member, organizer, group, 'editor')
    for (const other of [organizer, viewer])
      await insertShare(member.calendar, { userId: other.id }, 'viewer')
    const { id } = await create({ group, access: 'members', holds: true, title: 'Hike' }, organizer)
    const seen = await range(viewer)
    expect(seen.tuples).toHaveLength(3)
    expect(seen.tuples[0]).toEqual([
      ...[0, 1, FLAG.redacted | FLAG.tentative],
      ...[instant('2127-06-01T18:00:00'), instant('2127-06-01T19:00:00'), '', 0, 0],
    ])
    expect(JSON.stringify(seen)).not.toContain('Hike')
    expect(seen.holds).toBeUndefined()
    expect((await range(organizer)).tuples).toEqual([])
    await as(organizer).run(updateGathering, { id, version: 1, patch: { participantsHidden: true } })
    expect((await range(viewer)).tuples).toEqual([])
    expect((await range(member)).holds).toHaveLength(3)
  })

  it('removes holds with their slot, and when the gathering is cancelled, deleted or no longer holds times', async () => {
    const user = await makeUser('organizer')
    const held = async () => (await range(user)).holds?.length ?? 0
    const { id, slug } = await create({ holds: true }, user)
    expect(await held()).toBe(3)
    const { slots } = await load(user, slug)
    const edit = (version: number, input: object) =>
      as(user).run(updateGathering, { id, version, patch: {}, ...input })
    await edit(1, { slots: { removed: [slots[0]!.id] } })
    expect(await held()).toBe(2)
    await as(user).run(cancelGathering, { gathering: id })
    expect(await held()).toBe(0)
    await as(user).run(reopenGathering, { gathering: id })
    expect(await held()).toBe(2)
    await as(user).run(lockGathering, { gathering: id, slot: slots[1]!.id, calendar: user.calendar })
    expect(await held()).toBe(0)
    await as(user).run(reopenGathering, { gathering: id })
    await as(user).run(deleteGathering, { gathering: id })
    expect(await held()).toBe(0)
  })
})
