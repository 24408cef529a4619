'use server'

import * as conflicts from '@/lib/commands/sync-conflicts'
import * as deletions from '@/lib/commands/sync-deletions'
import * as settings from '@/lib/commands/sync-settings'
import { act, type InputOf } from '@/lib/http/action'

export async function syncNow(input: InputOf<typeof settings.syncNow>) {
  return act(settings.syncNow, input)
}

export async function pauseSync(input: InputOf<typeof settings.pauseSync>) {
  return act(settings.pauseSync, input)
}

export async function updateBinding(input: InputOf<typeof settings.updateBinding>, key?: string) {
  return act(settings.updateBinding, input, key)
}

export async function disconnectBinding(input: InputOf<typeof settings.disconnectBinding>, key?: string) {
  return act(settings.disconnectBinding, input, key)
}

export async function resolveConflict(input: InputOf<typeof conflicts.resolveConflict>, key?: string) {
  return act(conflicts.resolveConflict, input, key)
}

export async function removeConnection(input: InputOf<typeof settings.removeConnection>, key?: string) {
  return act(settings.removeConnection, input, key)
}

export async function decideDeletions(input: InputOf<typeof deletions.decideDeletions>, key?: string) {
  return act(deletions.decideDeletions, input, key)
}
