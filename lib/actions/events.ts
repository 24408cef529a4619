'use server'

import * as answers from '@/lib/commands/answers'
import * as puttingBack from '@/lib/commands/event-history'
import * as events from '@/lib/commands/events'
import * as placements from '@/lib/commands/placements'
import * as undoing from '@/lib/commands/undo'
import { act } from '@/lib/http/action'

export async function createEvent(input: unknown, key?: string) {
  return act(events.createEvent, input, key)
}

export async function updateEvent(input: unknown, key?: string) {
  return act(events.updateEvent, input, key)
}

export async function deleteEvent(input: unknown, key?: string) {
  return act(events.deleteEvent, input, key)
}

export async function answerEvent(input: unknown, key?: string) {
  return act(answers.answerEvent, input, key)
}

export async function placeEvent(input: unknown, key?: string) {
  return act(placements.placeEvent, input, key)
}

export async function unplaceEvent(input: unknown, key?: string) {
  return act(placements.unplaceEvent, input, key)
}

export async function unplaceFromHiddenCalendars(input: unknown, key?: string) {
  return act(placements.unplaceFromHiddenCalendars, input, key)
}

export async function unplaceBusy(input: unknown, key?: string) {
  return act(placements.unplaceBusy, input, key)
}

export async function undo(input: unknown, key?: string) {
  return act(undoing.undo, input, key)
}

export async function restoreEventFields(input: unknown, key?: string) {
  return act(puttingBack.restoreEventFields, input, key)
}
