'use server'

import * as subscribed from '@/lib/commands/subscribed-calendars'
import { act, type InputOf } from '@/lib/http/action'

export async function subscribeFeed(input: InputOf<typeof subscribed.subscribeFeed>, key?: string) {
  return act(subscribed.subscribeFeed, input, key)
}

export async function subscribeHolidays(input: InputOf<typeof subscribed.subscribeHolidays>, key?: string) {
  return act(subscribed.subscribeHolidays, input, key)
}

export async function subscribeBirthdays(input: InputOf<typeof subscribed.subscribeBirthdays>, key?: string) {
  return act(subscribed.subscribeBirthdays, input, key)
}
