import { eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { users } from '@/db/schema/users'
import { type Actor, principalOf } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { lockManagedMembers } from './managed-member'

/** A user with an account. */
export type UserRow = typeof users.$inferSelect & { email: string }

/** Whether a user has an account. Members without one (`managed_members`) have no address. */
export function hasAccount<U extends { email: string | null }>(user: U): user is U & { email: string } {
  return user.email !== null
}

/** A person as other members of a common group see them. */
export interface Person {
  id: string
  name: string
  image: string | null
}

/** Loads the acting user's own account. `own` is to change it, and locks it. */
export async function loadSelf(
  tx: Tx,
  actor: Actor,
  _: null,
  verb: VerbOf<'self'>,
): Promise<LoadedTarget<UserRow, 'self'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const select = tx.select().from(users).where(eq(users.id, actor.id))
  const [row] = await (verb === 'read' ? select : select.for('update'))
  return row && hasAccount(row) ? { row, isVisible: !row.deletedAt, allows: () => true } : undefined
}

/** Loads any account by its address: for jobs only. */
export async function loadAccount(
  tx: Tx,
  actor: Actor,
  email: string,
): Promise<LoadedTarget<UserRow, 'account'> | undefined> {
  if (actor.kind !== 'job') return undefined
  const [row] = await tx.select().from(users).where(eq(users.email, email)).for('update')
  return row && hasAccount(row) ? { row, isVisible: !row.deletedAt, allows: () => true } : undefined
}

/** Loads those of the given people that the actor sees: the actor, and members of a common group. */
export async function loadPeople(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
): Promise<LoadedTarget<Person[], 'people'> | undefined> {
  const userId = principalOf(actor)
  if (!userId) return undefined
  const row = ids.length
    ? await tx.execute<Columns<Person>>(sql`
        select u.id, u.name, u.image from users u
        where u.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
          and u.deleted_at is null
          and (u.id = ${userId} or ${haveCommonGroup(sql`${userId}::uuid`, sql`u.id`)})`)
    : []
  return { row, isVisible: true, allows: (verb) => verb === 'read' }
}

/**
 * Loads those of the given people whom the actor may invite: the people that the actor sees, and members of the actor's
 * groups who have no account. `invite` keeps the latter from being removed before the invitation is committed.
 */
export async function loadInvitees(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
  verb: VerbOf<'invitees'>,
): Promise<LoadedTarget<{ id: string }[], 'invitees'> | undefined> {
  // Sent together, since each round trip to the database counts.
  const [people, , managed] = await Promise.all([
    loadPeople(tx, actor, ids),
    verb === 'invite' && ids.length ? lockManagedMembers(tx, ids, sql`key share`) : undefined,
    managedMembersAmong(tx, actor, ids),
  ])
  if (!people) return undefined
  return { row: [...people.row, ...managed], isVisible: true, allows: () => true }
}

/** Reads those of the given people who are members without an account of the actor's groups. */
async function managedMembersAmong(tx: Tx, actor: Actor, ids: readonly string[]): Promise<{ id: string }[]> {
  if (!ids.length) return []
  return tx.execute<{ id: string }>(sql`
    select u.id from managed_members managed join users u on u.id = managed.user_id and u.deleted_at is null
      join groups g on g.id = managed.group_id and g.deleted_at is null
      join members mine on mine.group_id = g.id and mine.user_id = ${principalOf(actor)}
    where u.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
}

/** Whether two users are members of a common group, in SQL. */
export function haveCommonGroup(userId: SQL, otherId: SQL): SQL {
  return sql`exists (
    select 1 from members mine join members theirs on theirs.group_id = mine.group_id
      join groups g on g.id = mine.group_id and g.deleted_at is null
    where mine.user_id = ${userId} and theirs.user_id = ${otherId})`
}
