import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { guestToken } from '@/lib/access/guest-tokens'
import { MAX_BALLOT_COMMENT, VOTES } from '@/lib/calendar/gatherings/choices'
import { packVotes, unpackVotes } from '@/lib/calendar/gatherings/kept-votes'
import { setParticipantLanguage } from '@/lib/commands/gathering-participants'
import { joinGathering } from '@/lib/commands/gathering-votes'
import { createGathering, updateGathering } from '@/lib/commands/gatherings'
import { openTaskList } from '@/lib/commands/task-lists'
import { addTasks } from '@/lib/commands/tasks'
import { visitorsUserId } from '@/lib/realtime/channels'
import { inProcessClients } from '@/test/clients/in-process'
import { as, codeOf, makeUser, type TestUser } from '@/test/database/fixtures'
import { GUESSES, loadGatheringPage } from './gathering-page'
import { packForm, unpackForm } from './guest-form-state'

let organizer: TestUser
beforeAll(async () => {
  organizer = await makeUser('organizer')
})

it('keeps a refused ballot with a thousand votes and a long comment in three cookies of 4 kB', () => {
  const slots = Array.from({ length: 1000 }, () => ({ id: uuidv7() }))
  const votes = Object.fromEntries(slots.map(({ id }, n) => [id, VOTES[n % 3]!]))
  const comment = Array.from({ length: MAX_BALLOT_COMMENT }, (_, n) => String.fromCodePoint(0x4e00 + n * 7))
  const values = { ...packVotes(votes), name: 'Mia', comment: comment.join('') }
  const error = { code: 'INVALID' as const, fields: { name: { code: 'taken' as const } } }
  const cookies = packForm('key', { values, error })
  expect(cookies.every((text) => text.length <= 3800)).toBe(true)
  const form = unpackForm('key', [...cookies, 'of an earlier form'])!
  expect(form).toEqual({ values, error })
  expect(unpackVotes(form.values, slots)).toEqual(votes)
  expect(unpackForm('other', cookies)).toBeUndefined()
  expect(unpackForm('key', cookies.slice(0, -1))).toBeUndefined()
})

it('shows a user who has guessed many addresses no page', async () => {
  const guesser = await makeUser('guesser')
  const { result } = await as(organizer).run(createGathering, {
    ...{ title: 'Party', access: 'link', timeZone: 'UTC' },
  })
  const guess = (slug: string) => codeOf(loadGatheringPage(guesser, slug))
  const guesses = Array.from({ length: GUESSES.max }, (_, n) => guess(`party-${n}`))
  expect(new Set(await Promise.all(guesses))).toEqual(new Set(['NOT_FOUND']))
  expect(await guess(result.slug)).toBe('TOO_MANY')
  expect(await codeOf(loadGatheringPage(organizer, result.slug))).toBe('ok')
})

it('shows a visitor who has guessed many addresses no page, and others the page', async () => {
  const { result } = await as(organizer).run(createGathering, {
    ...{ title: 'Party', access: 'link', timeZone: 'UTC' },
  })
  const open = (client: ReturnType<typeof inProcessClients.withInvalidSession>, slug: string) =>
    client.get(`/api/view/gathering/${slug}`).then(({ status }) => status)
  const [guesser, friend] = [inProcessClients.withInvalidSession(), inProcessClients.withInvalidSession()]
  const guesses = Array.from({ length: GUESSES.max - 1 }, (_, n) => open(guesser, `party-${n}`))
  expect(new Set(await Promise.all(guesses))).toEqual(new Set([401]))
  // Pages that exist do not count.
  for (let times = 0; times < 3; times++) expect(await open(guesser, result.slug)).toBe(200)
  expect(await open(guesser, 'party-x')).toBe(401)
  expect(await open(guesser, result.slug)).toBe(429)
  expect(await open(friend, result.slug)).toBe(200)
})

it('signs the socket of a visitor while the page is open, with presence unless participants are hidden', async () => {
  const { result } = await as(organizer).run(createGathering, {
    ...{ title: 'Party', access: 'link', timeZone: 'UTC' },
  })
  const visitor = inProcessClients.withInvalidSession()
  // The gathering may have been created in this millisecond.
  const since = Date.now() + 1
  const sign = () => visitor.post(`/api/gatherings/${result.slug}/realtime`, { socket_id: '1.1', since })
  const signatures = async () => JSON.parse((await sign()).text)
  const member = async () => JSON.parse((await signatures()).presence.channel_data).user_id
  expect((await signatures()).isStale).toBe(false)
  // Each signature has another random id, so a visitor cannot be recognized.
  expect(await member()).not.toBe(await member())
  const edit = (version: number, patch: object) =>
    as(organizer).run(updateGathering, { id: result.id, version, patch })
  await edit(1, { participantsHidden: true })
  expect(await signatures()).not.toHaveProperty('presence')
  await edit(2, { access: 'invited' })
  expect((await sign()).status).toBe(401)
  const cutOff = await db.execute(sql`select 1 from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'cut-off' and j.payload ->> 'user' = ${visitorsUserId(result.id)}`)
  expect(cutOff).toHaveLength(1)
})

it('takes a part of a sign-up sheet by the form of a personal link, and none by the link of another gathering', async () => {
  const makeLink = async () => {
    const { result } = await as(organizer).run(createGathering, {
      ...{ title: 'Party', access: 'link', timeZone: 'UTC' },
    })
    const joined = await as(NOBODY).run(joinGathering, { gathering: result.slug, name: 'Mia', votes: {} })
    return { ...result, path: `${result.slug}/${guestToken(joined.result.participant, 'gathering')}` }
  }
  const [party, other] = [await makeLink(), await makeLink()]
  const list = (await as(organizer).run(openTaskList, { gathering: party.id })).result.id
  const added = { list, tasks: [{ title: 'Salad', wanted: 3 }] }
  const task = (await as(organizer).run(addTasks, added)).result.ids[0]!
  const send = async (path: string, quantity: string) =>
    (
      await inProcessClients
        .withInvalidSession()
        .postForm(`/api/gatherings/${path}/task`, { task, quantity, comment: '' })
    ).location
  const taken = () => db.execute(sql`select quantity from task_claims where task_id = ${task}`)
  expect(await send(other.path, '1')).toMatch(/\?refused=[\w-]{36}#bring$/)
  expect(await taken()).toEqual([])
  expect(await send(party.path, '2')).toBe(`/g/${party.path}?done=task#bring`)
  expect(await send(party.path, '4')).toMatch(/\?refused=[\w-]{36}#bring$/)
  expect(await taken()).toEqual([{ quantity: 2 }])
})

it('stores the language that the holder of a personal link chooses, for later mails', async () => {
  const { result } = await as(organizer).run(createGathering, {
    ...{ title: 'Party', access: 'link', timeZone: 'UTC', participants: [{ email: 'mia@example.org' }] },
  })
  const participants = () =>
    db.execute<{ id: string; locale: string | null }>(sql`select id, locale from gathering_participants
      where gathering_id = ${result.id} and user_id is null`)
  const [mia] = await participants()
  const visitor = inProcessClients.withInvalidSession()
  const choose = (path: string, locale: string) =>
    visitor.postForm(`/api/gatherings/${result.slug}/${path}options`, { locale })
  const own = `${guestToken(mia!.id, 'gathering')}/`
  expect((await choose('', 'de')).status).toBe(303)
  expect(await participants()).toEqual([mia])
  await choose(own, 'ar')
  await choose(own, 'xx')
  expect(await participants()).toEqual([{ id: mia!.id, locale: 'ar' }])
  const byUser = as(organizer).run(setParticipantLanguage, { gathering: result.id, locale: 'de' })
  expect(await codeOf(byUser)).toBe('FORBIDDEN')
})
