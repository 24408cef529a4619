'use server'

import * as push from '@/lib/commands/push'
import { actInSession, type WithoutSession } from '@/lib/http/account'
import { act, type InputOf } from '@/lib/http/action'

export async function subscribePush(input: WithoutSession<typeof push.subscribePush>) {
  return actInSession(push.subscribePush, input)
}

export async function unsubscribePush(input: InputOf<typeof push.unsubscribePush>) {
  return act(push.unsubscribePush, input)
}

export async function sendTestPush(input: InputOf<typeof push.sendTestPush>) {
  return act(push.sendTestPush, input)
}
