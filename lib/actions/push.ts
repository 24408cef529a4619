'use server'

import * as push from '@/lib/commands/push'
import { actWithLimit, type WithoutSession, withSession } from '@/lib/http/account'
import { act, type InputOf } from '@/lib/http/action'

/** Maximum number of requests per hour: each tab renews the subscription hourly. */
const MAX_SUBSCRIPTIONS = 100

export async function subscribePush(input: WithoutSession<typeof push.subscribePush>) {
  return actWithLimit(push.subscribePush, await withSession(input), MAX_SUBSCRIPTIONS)
}

export async function unsubscribePush(input: InputOf<typeof push.unsubscribePush>) {
  return act(push.unsubscribePush, input)
}

export async function sendTestPush(input: InputOf<typeof push.sendTestPush>) {
  return act(push.sendTestPush, input)
}
