import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import type { instance } from '@/db/schema/instance'
import { users } from '@/db/schema/users'
import { type Actor, principalOf } from '../actor'
import type { LoadedTarget } from '../verbs'

export type UserRow = typeof users.$inferSelect

/** A person as other members of a common group see them. */
export interface Person {
  id: string
  name: string
  image: string | null
}

/** Loads the acting user's own account. */
export async function loadSelf(
  tx: Tx,
  actor: Actor,
  _: null,
): Promise<LoadedTarget<UserRow, 'self'> | undefined> {
  if (actor.kind !== 'user') return undefined
  const [row] = await tx.select().from(users).where(eq(users.id, actor.id)).for('update')
  return row && { row, isVisible: !row.deletedAt, allows: () => true }
}

/** This installation, as sign-up reads it. */
export interface InstanceRow {
  registration: (typeof instance.$inferSelect)['registration']
  /** Whether there is no account yet: the first one becomes the administrator. */
  empty: boolean
}

/**
 * Loads this installation for sign-up. To `sign-up`, the actor must be signed out; a job may `admit` users of a
 * provider.
 */
export async function loadInstance(
  tx: Tx,
  actor: Actor,
  _: null,
): Promise<LoadedTarget<InstanceRow, 'instance'> | undefined> {
  const read = async () => {
    const row = singleRow(
      await tx.execute<Columns<InstanceRow>>(sql`
      select registration, not exists (select 1 from users where deleted_at is null) as empty
      from instance`),
    )
    return row
  }
  let row = await read()
  if (row.empty) {
    // Locked, so that of two concurrent sign-ups only one is the first.
    await tx.execute(sql`select 1 from instance for update`)
    row = await read()
  }
  return {
    row,
    isVisible: true,
    allows: (verb) => {
      if (verb === 'read') return true
      return verb === 'sign-up' ? actor.kind === 'nobody' : actor.kind === 'job'
    },
  }
}

/** Loads any account by its address: for jobs only. */
export async function loadAccount(
  tx: Tx,
  actor: Actor,
  email: string,
): Promise<LoadedTarget<UserRow, 'account'> | undefined> {
  if (actor.kind !== 'job') return undefined
  const [row] = await tx.select().from(users).where(eq(users.email, email)).for('update')
  return row && { row, isVisible: !row.deletedAt, allows: () => true }
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
          and (u.id = ${userId} or exists (
            select 1 from members mine join members theirs on theirs.group_id = mine.group_id
            join groups g on g.id = mine.group_id and g.deleted_at is null
            where mine.user_id = ${userId} and theirs.user_id = u.id))`)
    : []
  return { row, isVisible: true, allows: (verb) => verb === 'read' }
}
