'use server'

import * as answers from '@/lib/commands/answers'
import * as askAgainCommands from '@/lib/commands/ask-again'
import * as eventHistory from '@/lib/commands/event-history'
import * as eventInvitations from '@/lib/commands/event-invitations'
import * as events from '@/lib/commands/events'
import * as placements from '@/lib/commands/placements'
import * as selected from '@/lib/commands/selected-events'
import * as undoCommands from '@/lib/commands/undo'
import { act, type InputOf } from '@/lib/http/action'

export async function createEvent(input: InputOf<typeof events.createEvent>, key?: string) {
  return act(events.createEvent, input, key)
}

export async function updateEvent(input: InputOf<typeof events.updateEvent>, key?: string) {
  return act(events.updateEvent, input, key)
}

export async function deleteEvent(input: InputOf<typeof events.deleteEvent>, key?: string) {
  return act(events.deleteEvent, input, key)
}

export async function moveEvents(input: InputOf<typeof selected.moveEvents>, key?: string) {
  return act(selected.moveEvents, input, key)
}

export async function deleteEvents(input: InputOf<typeof selected.deleteEvents>, key?: string) {
  return act(selected.deleteEvents, input, key)
}

export async function copyEvents(input: InputOf<typeof selected.copyEvents>, key?: string) {
  return act(selected.copyEvents, input, key)
}

export async function answerEvent(input: InputOf<typeof answers.answerEvent>, key?: string) {
  return act(answers.answerEvent, input, key)
}

export async function recordAnswer(input: InputOf<typeof answers.recordAnswer>, key?: string) {
  return act(answers.recordAnswer, input, key)
}

export async function askAgain(input: InputOf<typeof askAgainCommands.askAgain>, key?: string) {
  return act(askAgainCommands.askAgain, input, key)
}

export async function acceptEventInvitation(
  input: InputOf<typeof eventInvitations.acceptEventInvitation>,
  key?: string,
) {
  return act(eventInvitations.acceptEventInvitation, input, key)
}

export async function declineEventInvitation(
  input: InputOf<typeof eventInvitations.declineEventInvitation>,
  key?: string,
) {
  return act(eventInvitations.declineEventInvitation, input, key)
}

export async function placeEvent(input: InputOf<typeof placements.placeEvent>, key?: string) {
  return act(placements.placeEvent, input, key)
}

export async function unplaceEvent(input: InputOf<typeof placements.unplaceEvent>, key?: string) {
  return act(placements.unplaceEvent, input, key)
}

export async function unplaceFromHiddenCalendars(
  input: InputOf<typeof placements.unplaceFromHiddenCalendars>,
  key?: string,
) {
  return act(placements.unplaceFromHiddenCalendars, input, key)
}

export async function unplaceBusy(input: InputOf<typeof placements.unplaceBusy>, key?: string) {
  return act(placements.unplaceBusy, input, key)
}

export async function undo(input: InputOf<typeof undoCommands.undo>, key?: string) {
  return act(undoCommands.undo, input, key)
}

export async function restoreEventFields(
  input: InputOf<typeof eventHistory.restoreEventFields>,
  key?: string,
) {
  return act(eventHistory.restoreEventFields, input, key)
}
