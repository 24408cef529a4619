import { newKey } from '@/components/forms/once'
import { nextEntry } from '@/lib/offline/next-entry'
import { isTemporary, markAttempted } from '@/lib/offline/outbox'
import { isCreation, type OutboxAnswer, type OutboxEntry } from '@/lib/offline/outbox-entry'
import type { Interruption } from '@/lib/offline/outbox-status'
import { createdIds, settleEntry } from '@/lib/offline/settle-entry'
import { addCreatedIds } from './created-ids'
import { withRoom } from './keep-data'
import { changeOutbox, readOutbox, recordSent } from './outbox-store'

/** Window event: changes of the outbox have reached the server. */
export const OUTBOX_SENT = 'kinday:outbox-sent'

/** Window event: an attempt to send has ended. Its detail is an {@link Interruption}. */
export const SENDING_ENDED = 'kinday:sending-ended'

/** Changesets of the entries that this page has sent, by idempotency key. */
export const sentChangesets = new Map<string, string>()

/** Time after which a request counts as lost. It is then repeated with its key. */
const REQUEST_TIMEOUT_MS = 30_000

/** Maximum time that a range which was fetched meanwhile waits for the answer. */
const MAX_WAIT_MS = 3000

/**
 * Sends the outbox of a user in order. Only one tab sends at a time; the others return at once. An entry is marked
 * before it is sent and removed after its answer, so after a crash at any point it is sent again with the same key.
 */
export async function sendOutbox(user: string): Promise<void> {
  let ended: Interruption = 'offline'
  if (navigator.onLine) {
    ended = await navigator.locks.request(`kinday-outbox-${user}`, { ifAvailable: true }, async (lock) =>
      lock ? sendAll(user) : 'busy',
    )
  }
  dispatchEvent(new CustomEvent(SENDING_ENDED, { detail: ended }))
}

async function sendAll(user: string): Promise<Interruption> {
  let hasSent = false
  try {
    for (;;) {
      if (!nextEntry(await readOutbox(user))) return null
      // Found and marked in one transaction: the user can change or withdraw it until then.
      let entry: OutboxEntry | undefined
      await change(user, (entries) => {
        entry = nextEntry(entries)
        return entry ? markAttempted(entries, entry.seq) : entries
      })
      if (!entry) return null
      const { seq } = entry
      const answer = await sending(send(user, entry))
      if (!answer) return 'unreachable'
      if (!answer.ok && answer.error.code === 'SIGNED_OUT') return 'signed-out'
      if (!answer.ok && isTemporary(answer.error))
        return answer.error.code === 'TOO_MANY' ? 'limited' : 'unreachable'
      if (answer.ok && answer.changeset) sentChangesets.set(entry.key, answer.changeset)
      if (answer.ok && answer.seqs) recordSent(entry.key, answer.seqs)
      if (answer.ok && isCreation(entry)) addCreatedIds(createdIds(entry, answer.result))
      await change(user, (entries) => settleEntry(entries, seq, answer, newKey))
      hasSent = true
    }
  } finally {
    if (hasSent) dispatchEvent(new Event(OUTBOX_SENT))
  }
}

let request: Promise<unknown> | null = null

function sending<T>(answer: Promise<T>): Promise<T> {
  request = answer
  return answer.finally(() => {
    request = null
  })
}

/** Waits until this tab knows whether the server has executed the entry that it is sending, but not for long. */
export async function whenAnswered(): Promise<void> {
  if (request) await Promise.race([request, new Promise((resolve) => setTimeout(resolve, MAX_WAIT_MS))])
}

/** Changes the outbox, also while the storage is full: only sending can empty it. */
function change(user: string, work: Parameters<typeof changeOutbox>[1]): Promise<OutboxEntry[]> {
  return withRoom(user, () => changeOutbox(user, work))
}

/** Returns the server's answer; null if it cannot be reached or its response is neither a result nor an error code. */
async function send(user: string, { command, input, key }: OutboxEntry): Promise<OutboxAnswer | null> {
  try {
    const response = await fetch(`/api/commands/${command}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ input, key, user }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    const answer = await response.json()
    if (response.ok) return answer
    return answer?.error?.code ? { ok: false, error: answer.error } : null
  } catch {
    return null
  }
}
