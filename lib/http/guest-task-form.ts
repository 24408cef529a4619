import type { Actor } from '@/lib/access/actor'
import { execute } from '@/lib/commands/pipeline/execute'
import { claimTask, releaseTask } from '@/lib/commands/task-claims'
import { guestClaimForm, guestReleaseForm } from '@/lib/schemas/guests'
import { parseInput } from '@/lib/schemas/parse-input'

/**
 * Takes what a guest or participant without an account has filled in of a sign-up sheet; the button `release` gives it
 * back. Sending the form twice has the effect of sending it once.
 * @throws AppError CONFLICT with what is left; INVALID
 */
export async function submitTaskForm(actor: Actor, fields: Record<string, string>): Promise<void> {
  const via = { origin: 'web' as const }
  if (fields.release) await execute(actor, releaseTask, parseInput(guestReleaseForm, fields), via)
  else await execute(actor, claimTask, parseInput(guestClaimForm, fields), via)
}
