import { createTranslator } from 'next-intl'
import { toast } from '@/components/ui/toast'
import { localId, type OutboxCommand, type OutboxInput } from '@/lib/offline/outbox-entry'
import { languageOf } from '@/lib/schemas/languages'
import { loadMessages } from '@/messages/load'
import { offlineUser } from './offline-user'
import { addToOutbox } from './outbox-store'
import { sendOutbox } from './send-outbox'
import { readRow } from './user-database'

/** Window event: a change was added to the outbox, see {@link QueuedDetail}. */
export const COMMAND_QUEUED = 'kinday:command-queued'

export interface QueuedDetail {
  command: OutboxCommand
  input: OutboxInput
  /** The event's id: a local one if it was created offline. */
  id: string
}

/**
 * Adds a command to the outbox. Returns the expected response of the server, with a local id for a new event.
 * @throws if the storage is full: the form then keeps its input
 */
export async function queueCommand({
  command,
  input: raw,
  key,
  isAttempted,
}: {
  command: OutboxCommand
  input: unknown
  key: string
  isAttempted: boolean
}) {
  const user = offlineUser()
  if (!user) throw new TypeError('signed out')
  const input = structuredClone(raw) as OutboxInput
  const title = String(input.title ?? input.patch?.title ?? (await titleOf(user.id, input)))
  await addToOutbox(user.id, { command, input, key, title, at: Date.now(), isAttempted })
  const id = command === 'createEvent' ? localId(key) : input.id!
  dispatchEvent(new CustomEvent<QueuedDetail>(COMMAND_QUEUED, { detail: { command, input, id } }))
  void showSavedToast()
  void sendOutbox(user.id)
  const result = { id, version: input.version ?? 1, occurrence: null }
  return { ok: true as const, isQueued: true as const, result, changeset: null, seqs: {} }
}

/** Returns the stored title of an event, for changes that do not contain the title. */
async function titleOf(user: string, { id, occurrence }: OutboxInput): Promise<string> {
  const recurrenceId = (occurrence as { id?: string } | undefined)?.id ?? occurrence ?? 0
  const row = await readRow(user, 'data', JSON.stringify(['event', id, recurrenceId]))
  return (row?.data as { title?: string } | undefined)?.title ?? ''
}

async function showSavedToast(): Promise<void> {
  const locale = languageOf(document.documentElement.lang)
  const messages = await loadMessages(['offline']).catch(() => null)
  if (!messages) return
  const t = createTranslator({ locale, messages, namespace: 'offline' })
  toast({ text: t('savedOnDevice') })
}
