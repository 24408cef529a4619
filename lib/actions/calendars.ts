'use server'

import * as settings from '@/lib/commands/calendar-settings'
import * as calendars from '@/lib/commands/calendars'
import * as feeds from '@/lib/commands/feeds'
import { act } from '@/lib/http/action'

export async function createCalendar(input: unknown, key?: string) {
  return act(calendars.createCalendar, input, key)
}

export async function updateCalendar(input: unknown, key?: string) {
  return act(calendars.updateCalendar, input, key)
}

export async function deleteCalendar(input: unknown) {
  return act(calendars.deleteCalendar, input)
}

export async function updateCalendarSettings(input: unknown, key?: string) {
  return act(settings.updateCalendarSettings, input, key)
}

export async function showCalendars(input: unknown) {
  return act(settings.showCalendars, input)
}

export async function orderCalendars(input: unknown) {
  return act(settings.orderCalendars, input)
}

export async function setDefaultAlarms(input: unknown) {
  return act(settings.setDefaultAlarms, input)
}

/** Takes no idempotency key: results are stored with the key, and this one contains a secret. */
export async function createFeed(input: unknown) {
  return act(feeds.createFeed, input)
}

export async function revokeFeed(input: unknown) {
  return act(feeds.revokeFeed, input)
}
