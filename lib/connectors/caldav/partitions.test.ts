import { expect, it, vi } from 'vitest'
import type { GuardedRequest } from '@/lib/outgoing/guarded-fetch'
import { HOME } from '@/test/servers/caldav/server'
import { MONDAY, NAME, objectText, openTestAccount, signal } from './caldav.test.account'

/** The partition of the account. Only its host has the calendars. */
let partition = 'p42'
let serverUrl = ''

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))
vi.mock('@/lib/outgoing/guarded-fetch', async (load) => {
  const { guardedFetch } = await load<typeof import('@/lib/outgoing/guarded-fetch')>()
  return {
    async guardedFetch(address: string, request: GuardedRequest) {
      const { hostname, pathname } = new URL(address)
      if (!hostname.endsWith('icloud.com')) return guardedFetch(address, request)
      const isHome = pathname.startsWith(HOME)
      if (isHome !== (hostname === `${partition}-caldav.icloud.com`))
        return { status: 404, headers: new Headers(), body: Buffer.alloc(0), url: address }
      const response = await guardedFetch(serverUrl + pathname, request)
      const home = `https://${partition}-caldav.icloud.com:443${HOME}`
      const body = isHome ? response.body : Buffer.from(response.body.toString().replace(HOME, home))
      return { ...response, body, url: address }
    },
  }
})

const { caldavConnector } = await import('.')

const account = openTestAccount(caldavConnector)

it('keeps the ids of calendars and objects when iCloud moves the account to another host', async () => {
  serverUrl = account.stub.url
  account.stub.store.put(NAME, objectText(MONDAY))
  const open = () => caldavConnector({ ...account.access, address: 'https://caldav.icloud.com/' })
  let connector = open()
  const [calendar] = await connector.listCalendars(signal)
  expect(calendar!.id).toBe(`https://caldav.icloud.com${HOME}family/`)
  for (const host of ['p42', 'p118']) {
    partition = host
    connector = open()
    expect(await connector.listCalendars(signal)).toEqual([calendar])
    connector = open()
    const ids: string[] = []
    for await (const { changes } of connector.pull(calendar!, null, signal))
      ids.push(...changes.map(({ id }) => id))
    expect(ids).toEqual([NAME])
    const state = (await connector.read(calendar!, NAME, signal))!
    const { content, uid } = connector.toObject(calendar!, state)
    const options = { notifies: false, signal }
    await connector.write(calendar!, NAME, state, { ...content!, uid, title: host }, options)
    expect(account.stub.store.objects.get(NAME)!.ics).toContain(`SUMMARY:${host}`)
  }
})
