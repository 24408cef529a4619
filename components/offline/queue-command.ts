import { createTranslator } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { toast } from '@/components/ui/toast'
import { targetOf } from '@/lib/offline/join-entry'
import { addEntry, refersToMissingEvent, withdrawChange } from '@/lib/offline/outbox'
import {
  eventIdsOf,
  type NewEntry,
  type OutboxCommand,
  type OutboxEntry,
  type OutboxInput,
} from '@/lib/offline/outbox-entry'
import { splitSelection } from '@/lib/offline/split-selection'
import type { EventDetail } from '@/lib/schemas/event-detail'
import { languageOf } from '@/lib/schemas/languages'
import type { Viewer } from '@/lib/schemas/users'
import { loadMessages } from '@/messages/load'
import { copiedFields } from './copied-fields'
import { withCreatedIds } from './created-ids'
import { isQuotaError, withRoom } from './keep-data'
import { isOfflineReady, offlineUser } from './offline-user'
import { changeOutbox, readOutbox } from './outbox-store'
import { sendOutbox, sentChangesets } from './send-outbox'
import { readAll, readRow } from './user-database'

/**
 * Result of withdrawing a queued change. `changesets`: those to undo, if it has been sent meanwhile. `unanswered`: the
 * server may have received it. Null: it can no longer be undone.
 */
export type Withdrawal = { changesets: string[] } | 'unanswered' | null

/**
 * Adds a command to the outbox. Returns the expected response of the server, with local ids for new events.
 * If the storage is full, returns a refusal: the form then keeps its input.
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
  if (!user || !isOfflineReady()) throw new TypeError('signed out')
  const input = structuredClone(raw) as OutboxInput
  const event = await storedDetail(user.id, input)
  const title = String(input.title ?? input.patch?.title ?? event?.title ?? '')
  const { scope } = targetOf(input)
  const isSeries = scope === 'following' || scope === 'all'
  const split = splitSelection(
    { command, input, key, title, at: Date.now(), isAttempted, ...(isSeries && event && { series: event }) },
    newKey,
  )
  if (command === 'copyEvents') await addCopiedFields(user.id, split)
  let before: OutboxEntry[] = []
  let added: NewEntry[] = []
  let isGone = false
  const add = (entries: OutboxEntry[]) => {
    before = entries
    // Ids are replaced only now, because the server may have created the event since the command was given.
    added = split.map((entry) => ({ ...entry, input: withCreatedIds(entry.input) }))
    isGone = added.some((entry) => refersToMissingEvent(entries, entry))
    return isGone ? entries : added.reduce<OutboxEntry[]>(addEntry, entries)
  }
  let after: OutboxEntry[]
  try {
    after = await withRoom(user.id, () => changeOutbox(user.id, add))
  } catch (error) {
    if (!isQuotaError(error)) throw error
    return { ok: false as const, error: { code: 'STORAGE_FULL' } }
  }
  // It would never be sent. Another tab has sent or discarded the creation, and this page is about to be updated.
  if (isGone) return { ok: false as const, error: { code: 'NOT_FOUND' } }
  void showSavedToast()
  sendOutbox(user.id).catch(() => {})
  const ids = added.flatMap(eventIdsOf)
  const result = { id: ids[0]!, ids, version: input.version ?? 1, occurrence: null }
  return {
    ...{ ok: true as const, isQueued: true as const, result, changeset: null, seqs: {} },
    withdraw: () => withdraw(user.id, before, after),
  }
}

async function withdraw(
  user: string,
  before: readonly OutboxEntry[],
  after: readonly OutboxEntry[],
): Promise<Withdrawal> {
  const added = after.filter((entry) => !before.includes(entry))
  let rest: OutboxEntry[] | null = null
  const left = await changeOutbox(user, (entries) => {
    rest = withdrawChange(entries, before, after)
    return rest ?? entries
  })
  if (rest) return { changesets: [] }
  const isUnanswered = left.some(({ key, refusal }) => !refusal && added.some((entry) => entry.key === key))
  if (isUnanswered) return 'unanswered'
  const changesets = added.flatMap(({ key }) => sentChangesets.get(key) ?? [])
  return changesets.length === added.length ? { changesets } : null
}

/** Returns the stored details of the event that a command changes. */
async function storedDetail(user: string, input: OutboxInput): Promise<EventDetail | undefined> {
  const { id, occurrence } = targetOf(input)
  const row = await readRow(user, 'data', JSON.stringify(['event', id, occurrence ?? 0]))
  return row?.data as EventDetail | undefined
}

/** Adds to each copy what is needed to draw it. */
async function addCopiedFields(user: string, added: NewEntry[]): Promise<void> {
  const [rows, entries, pages] = await Promise.all([
    readAll(user, 'data'),
    readOutbox(user),
    readAll(user, 'pages'),
  ])
  const viewer = pages.map(({ props }) => (props as { viewer: Viewer }).viewer)[0]
  if (!viewer) return
  for (const entry of added) {
    const [source, ...others] = entry.input.events!
    const copied = !others.length && copiedFields({ rows, entries, viewer }, source!, entry.input.by ?? 0)
    if (copied) Object.assign(entry, { copied, title: copied.title })
  }
}

async function showSavedToast(): Promise<void> {
  const locale = languageOf(document.documentElement.lang)
  const messages = await loadMessages(['offline']).catch(() => null)
  if (!messages) return
  const t = createTranslator({ locale, messages, namespace: 'offline' })
  toast({ text: t('savedOnDevice') })
}
