'use server'

import * as calendars from '@/lib/commands/calendars'
import { act } from '@/lib/http/action'

export async function createCalendar(input: unknown, key?: string) {
  return act(calendars.createCalendar, input, key)
}

/** Without a key: what a repeated key answers is stored, and this answer holds a secret. */
export async function createFeed(input: unknown) {
  return act(calendars.createFeed, input)
}

export async function revokeFeed(input: unknown) {
  return act(calendars.revokeFeed, input)
}

export async function updateCalendarSettings(input: unknown, key?: string) {
  return act(calendars.updateCalendarSettings, input, key)
}
