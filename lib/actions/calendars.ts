'use server'

import * as settings from '@/lib/commands/calendar-settings'
import * as calendars from '@/lib/commands/calendars'
import * as feeds from '@/lib/commands/feeds'
import { act, type InputOf } from '@/lib/http/action'

export async function createCalendar(input: InputOf<typeof calendars.createCalendar>, key?: string) {
  return act(calendars.createCalendar, input, key)
}

export async function updateCalendar(input: InputOf<typeof calendars.updateCalendar>, key?: string) {
  return act(calendars.updateCalendar, input, key)
}

export async function deleteCalendar(input: InputOf<typeof calendars.deleteCalendar>) {
  return act(calendars.deleteCalendar, input)
}

export async function updateCalendarSettings(
  input: InputOf<typeof settings.updateCalendarSettings>,
  key?: string,
) {
  return act(settings.updateCalendarSettings, input, key)
}

export async function showCalendars(input: InputOf<typeof settings.showCalendars>) {
  return act(settings.showCalendars, input)
}

export async function orderCalendars(input: InputOf<typeof settings.orderCalendars>) {
  return act(settings.orderCalendars, input)
}

/** Takes no idempotency key: results are stored with the key, and this one contains a secret. */
export async function createFeed(input: InputOf<typeof feeds.createFeed>) {
  return act(feeds.createFeed, input)
}

export async function revokeFeed(input: InputOf<typeof feeds.revokeFeed>) {
  return act(feeds.revokeFeed, input)
}
