'use server'

import * as claims from '@/lib/commands/gathering-claims'
import * as lock from '@/lib/commands/gathering-lock'
import * as participants from '@/lib/commands/gathering-participants'
import * as slots from '@/lib/commands/gathering-slots'
import * as votes from '@/lib/commands/gathering-votes'
import * as gatherings from '@/lib/commands/gatherings'
import { act, type InputOf } from '@/lib/http/action'

export async function createGathering(input: InputOf<typeof gatherings.createGathering>, key?: string) {
  return act(gatherings.createGathering, input, key)
}

export async function updateGathering(input: InputOf<typeof gatherings.updateGathering>, key?: string) {
  return act(gatherings.updateGathering, input, key)
}

export async function deleteGathering(input: InputOf<typeof gatherings.deleteGathering>, key?: string) {
  return act(gatherings.deleteGathering, input, key)
}

export async function restoreGathering(input: InputOf<typeof gatherings.restoreGathering>, key?: string) {
  return act(gatherings.restoreGathering, input, key)
}

export async function cancelGathering(input: InputOf<typeof gatherings.cancelGathering>, key?: string) {
  return act(gatherings.cancelGathering, input, key)
}

export async function reopenGathering(input: InputOf<typeof gatherings.reopenGathering>, key?: string) {
  return act(gatherings.reopenGathering, input, key)
}

export async function addSlots(input: InputOf<typeof slots.addSlots>, key?: string) {
  return act(slots.addSlots, input, key)
}

export async function inviteParticipants(
  input: InputOf<typeof participants.inviteParticipants>,
  key?: string,
) {
  return act(participants.inviteParticipants, input, key)
}

export async function remindParticipants(
  input: InputOf<typeof participants.remindParticipants>,
  key?: string,
) {
  return act(participants.remindParticipants, input, key)
}

export async function changeParticipant(input: InputOf<typeof participants.changeParticipant>, key?: string) {
  return act(participants.changeParticipant, input, key)
}

export async function removeParticipants(
  input: InputOf<typeof participants.removeParticipants>,
  key?: string,
) {
  return act(participants.removeParticipants, input, key)
}

export async function voteGathering(input: InputOf<typeof votes.voteGathering>, key?: string) {
  return act(votes.voteGathering, input, key)
}

export async function lockGathering(input: InputOf<typeof lock.lockGathering>, key?: string) {
  return act(lock.lockGathering, input, key)
}

export async function claimParticipation(input: InputOf<typeof claims.claimParticipation>, key?: string) {
  return act(claims.claimParticipation, input, key)
}
