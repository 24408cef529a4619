import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { makeUser } from '@/test/database/fixtures'
import { calendarText, dayEvent, type FeedStub, startFeed } from '@/test/servers/feed'
import { checkFeedAddress, holidayChoices } from './subscribed-calendars'

let user: { id: string; timeZone: string; locale: string }
vi.mock('./actor', () => ({ currentUser: async () => user }))

const signal = new AbortController().signal

let stub: FeedStub
beforeAll(() => {
  // Settings are read once.
  process.env.ALLOW_PRIVATE_TARGETS = '1'
})
beforeEach(async () => {
  stub = await startFeed()
  user = { ...(await makeUser('ada')), timeZone: 'UTC', locale: 'de-AT' }
})
afterEach(() => stub.close())

const check = (address: string) => checkFeedAddress({ address }, signal)

it('returns name, color and number of events of a feed', async () => {
  const events = [dayEvent('Trip', '20261201', 'a'), dayEvent('Fair', '20261202', 'b')]
  stub.answer = () => ({ body: calendarText(events, ['X-WR-CALNAME:School', 'COLOR:teal']) })
  expect(await check(stub.url)).toEqual({ address: stub.url, name: 'School', color: 'teal', events: 2 })
})

it('tries HTTP where a webcal address has no HTTPS', async () => {
  expect(await check(stub.url.replace('http', 'webcal'))).toMatchObject({ address: stub.url, events: 0 })
})

it.each([
  ['no address', 'bad-address'],
  ['http://127.0.0.1:1/a.ics', 'unreachable'],
])('says why %s cannot be subscribed to', async (address, problem) => {
  expect(await check(address)).toEqual({ problem })
})

it('says that a page is not a calendar', async () => {
  stub.answer = () => ({ body: '<html>Sign in</html>' })
  expect(await check(stub.url)).toEqual({ problem: 'not-a-calendar' })
})

it('limits how many addresses a user can have checked', async () => {
  for (let index = 0; index < 40; index++) await check('http://127.0.0.1:1/a.ics')
  await expect(check('http://127.0.0.1:1/a.ics')).rejects.toMatchObject({ code: 'TOO_MANY' })
})

it('lists countries in the language of the user, and the regions of the requested one', async () => {
  const { countries, country } = await holidayChoices(null)
  expect(country).toBe('AT')
  expect(countries).toContainEqual({ code: 'AT', name: 'Österreich' })
  expect((await holidayChoices('DE')).regions).toContainEqual({ code: 'BY', name: 'Bayern' })
  expect(await holidayChoices('XX')).toMatchObject({ country: 'AT' })
})
