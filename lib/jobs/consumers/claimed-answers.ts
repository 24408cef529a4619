import { claimAnswers } from '@/lib/commands/effects/claim-answers'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { Consumer } from './consumer'

/** Assigns the answers that a guest gave by links to the account that has verified the guest's address. */
export const claimedAnswersConsumer: Consumer = async (tx, changes) => {
  const claimed: Change[] = []
  for (const id of new Set(changes.map((change) => change.id)))
    claimed.push(...(await claimAnswers(tx, id, new Date())))
  return { changes: claimed }
}
