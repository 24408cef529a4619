import { expect, it } from 'vitest'
import { openTestAccount, signal } from './google.test.account'

const account = openTestAccount()

const request = { id: 'channel', token: 'secret', address: 'https://kinday.example.org/api/webhooks/google' }

it('opens a channel that ends as Google says, and closes it', async () => {
  const { stub, connector, calendar } = account
  const channel = await connector.watch(calendar, request, signal)
  const [notification] = stub.channels.notificationsOf(calendar.id)
  expect(notification).toMatchObject({
    'x-goog-channel-id': channel.id,
    'x-goog-resource-id': channel.resource,
    'x-goog-channel-token': 'secret',
  })
  expect(channel.expiresAt.getTime()).toBe(stub.channels.open.get(channel.id)!.expiration)
  await connector.unwatch(channel, signal)
  expect(stub.channels.notificationsOf(calendar.id)).toEqual([])
  await expect(connector.unwatch(channel, signal)).rejects.toMatchObject({ problem: 'gone' })
})

it('reports a channel id that is in use, and a calendar without notifications, as refused', async () => {
  const { stub, connector, calendar } = account
  await connector.watch(calendar, request, signal)
  await expect(connector.watch(calendar, request, signal)).rejects.toMatchObject({ problem: 'refused' })
  stub.fault = () => ({ status: 400, reason: 'pushNotSupportedForRequestedResource' })
  const other = connector.watch(calendar, { ...request, id: 'other' }, signal)
  await expect(other).rejects.toMatchObject({ problem: 'refused' })
})
