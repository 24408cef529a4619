import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { loadBlocks } from '@/lib/access/blocked-users'
import { membersToNotify } from '@/lib/access/members-to-notify'
import { isHiddenFrom } from '@/lib/access/visibility'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import type { NoticedEdit } from './noticed-edit'

/** The users who may be notified of edits of the events of one stream. */
export interface EditRecipients {
  /** The members of the calendar's group who chose notifications of all its events. */
  members: ReadonlySet<string>
  /** Whether a user has declined an event or the whole series. */
  hasDeclined(eventId: string, userId: string): boolean
  hasBlocked(userId: string, senderId: string | null): boolean
  /** Returns the accounts that have verified an address that the edit invites. */
  accountsInvitedBy(edit: NoticedEdit): string[]
}

export async function recipientsOfEdits(tx: Tx, edits: readonly NoticedEdit[]): Promise<EditRecipients> {
  const accounts = await accountsOf(
    tx,
    edits.flatMap(({ invitedAddresses }) => invitedAddresses),
  )
  const hasBlocked = await loadBlocks(
    tx,
    [...accounts.values(), ...edits.flatMap(({ invited }) => [...invited])],
    edits.flatMap(({ streamChange }) => streamChange.change.by ?? []),
  )
  const declined = await declinedOf(
    tx,
    edits.flatMap(({ attendedBefore, streamChange }) => (attendedBefore.size ? streamChange.change.id : [])),
  )
  return {
    members: await readMembers(tx, calendarIdOfStream(edits[0]!.streamChange.change.stream)!),
    hasDeclined: (eventId, userId) => declined.has(`${eventId} ${userId}`),
    hasBlocked,
    accountsInvitedBy: ({ invitedAddresses, attendsNow, after, streamChange: { change } }) =>
      invitedAddresses.flatMap((address) => {
        const id = accounts.get(address)
        const isLeftOut = !id || id === change.by || attendsNow.has(id) || hasBlocked(id, change.by)
        return isLeftOut || isHiddenFrom(after!, id) ? [] : [id]
      }),
  }
}

/** Returns the accounts that have verified some addresses, by address. */
async function accountsOf(tx: Tx, addresses: readonly string[]): Promise<Map<string, string>> {
  if (!addresses.length) return new Map()
  const rows = await tx.execute<{ id: string; email: string }>(sql`
    select u.id, u.email from users u where u.deleted_at is null and u.email_verified is not null
      and u.email in (select jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb))`)
  return new Map(rows.map(({ id, email }) => [email, id]))
}

/** Returns the users who have declined events or the whole series, as pairs of event and user. */
async function declinedOf(tx: Tx, eventIds: readonly string[]): Promise<Set<string>> {
  if (!eventIds.length) return new Set()
  const rows = await tx.execute<{ pair: string }>(sql`
    select event_id || ' ' || user_id as pair from answers
    where event_id in (select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)::uuid)
      and user_id is not null and status = 'declined' and recurrence_id is null`)
  return new Set(rows.map(({ pair }) => pair))
}

async function readMembers(tx: Tx, calendarId: string): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(membersToNotify(sql`${calendarId}::uuid`))
  return new Set(rows.map(({ id }) => id))
}
