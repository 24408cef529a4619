import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import type { UserRow } from '@/lib/access/nouns/user'
import { toNameKey } from '@/lib/calendar/gatherings/name-key'
import type { NewParticipant } from '@/lib/commands/rows/gatherings'
import { fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { limitUserMails } from './user-mails'

/** Returns the ids of the members of a group, in the order in which they joined. */
export async function groupPeopleToAsk(tx: Tx, groupId: string): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(
    sql`select user_id as id from members where group_id = ${groupId} order by created_at, user_id`,
  )
  return rows.map(({ id }) => id)
}

/**
 * Returns the participants that a form names: users that the inviter knows, and addresses, which are counted towards the
 * inviter's mail limits. The inviter's own address stands for the inviter. An address is never matched with the account
 * of another user: that would reveal whose it is.
 * @param accounts users who take part, too
 * @throws AppError INVALID
 */
export async function invitedToGathering(
  tx: Tx,
  inviter: UserRow,
  gathering: { id: string },
  { participants: people, required }: Invited,
  known: readonly { id: string }[],
  accounts: readonly string[],
): Promise<NewParticipant[]> {
  const users = new Set(accounts)
  const addresses = new Map<string, string | null>()
  for (const person of people) {
    if (typeof person === 'string') {
      if (!users.has(person) && !known.some(({ id }) => id === person))
        throw fieldError('participants', 'invalid')
      users.add(person)
    } else if (inviter.emailVerified && person.email === inviter.email) users.add(inviter.id)
    else addresses.set(person.email, person.name ?? addresses.get(person.email) ?? null)
  }
  if (addresses.size && isMailEnabled())
    await limitUserMails(tx, inviter, `gathering:${gathering.id}`, 'participants', addresses.size, 'guests')
  const source = 'invited' as const
  const isRequired = (person: string) => required.includes(person)
  return [
    ...[...users].map((userId) => ({
      userId,
      email: null,
      name: null,
      isRequired: isRequired(userId),
      source,
    })),
    ...[...addresses].map(([email, name]) => ({
      ...{ userId: null, email, name, isRequired: isRequired(email), source },
    })),
  ]
}

/** The people that a form names, and the ids and addresses of those whom the time must suit. */
interface Invited {
  participants: readonly (string | { email: string; name?: string | undefined })[]
  required: readonly string[]
}

/**
 * Refuses the name of a visitor that others could confuse with another person: the organizer, a member of the group, a
 * participant, or the author of a comment, who would otherwise become this visitor.
 * @throws AppError INVALID
 */
export async function refuseTakenName(
  tx: Tx,
  { id, organizerId, groupId }: Pick<GatheringRow, 'id' | 'organizerId' | 'groupId'>,
  name: string,
): Promise<void> {
  const rows = await tx.execute<{ name: string }>(sql`
    select u.name from users u where u.id = ${organizerId}
      or u.id in (select m.user_id from members m where m.group_id = ${groupId}::uuid)
      or u.id in (select p.user_id from gathering_participants p where p.gathering_id = ${id} and p.revoked_at is null)
    union select coalesce(p.name, split_part(p.email, '@', 1)) from gathering_participants p
      where p.gathering_id = ${id} and p.user_id is null and p.revoked_at is null
    union select c.name from comments c where c.gathering_id = ${id} and c.name is not null`)
  const key = toNameKey(name)
  if (rows.some((other) => toNameKey(other.name) === key)) throw fieldError('name', 'taken')
}
