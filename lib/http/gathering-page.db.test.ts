import { beforeAll, expect, it } from 'vitest'
import { createGathering } from '@/lib/commands/gatherings'
import { inProcessClients } from '@/test/clients/in-process'
import { as, codeOf, makeUser, type TestUser } from '@/test/database/fixtures'
import { GUESSES, loadGatheringPage } from './gathering-page'

let organizer: TestUser
beforeAll(async () => {
  organizer = await makeUser('organizer')
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
