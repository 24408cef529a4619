import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { instance } from '@/db/schema/instance'
import { invitations } from '@/db/schema/invitations'
import { users } from '@/db/schema/users'
import type { Actor } from '../actor'
import { canRequest } from '../permissions'
import type { LoadedTarget, Noun, VerbOf } from '../verbs'
import { hasAccount, type UserRow } from './user'

/*
 * The administration, for users who administer this installation. For all others it does not exist.
 */

/**
 * Loads this installation. It is locked for changes, so that concurrent changes of its settings and administrators take
 * turns.
 */
export async function loadAdministration(
  tx: Tx,
  actor: Actor,
  _: null,
  verb: VerbOf<'administration'>,
): Promise<LoadedTarget<typeof instance.$inferSelect, 'administration'> | undefined> {
  if (!(await isAdministrator(tx, actor))) return undefined
  const select = tx.select().from(instance)
  const [row] = await (verb === 'read' ? select : select.for('update'))
  return row && allowAll(row)
}

/** Loads any account. */
export async function loadAnyUser(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<UserRow, 'any-user'> | undefined> {
  if (!(await isAdministrator(tx, actor))) return undefined
  const [row] = await tx.select().from(users).where(eq(users.id, id)).for('update')
  return row && hasAccount(row) ? { ...allowAll(row), isVisible: !row.deletedAt } : undefined
}

/** Loads any invitation, of any group. */
export async function loadAnyInvitation(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<{ id: string; groupId: string; revoked: boolean }, 'any-invitation'> | undefined> {
  if (!(await isAdministrator(tx, actor))) return undefined
  const [row] = await tx
    .select({
      id: invitations.id,
      groupId: invitations.groupId,
      revoked: sql<boolean>`${invitations.revokedAt} is not null`,
    })
    .from(invitations)
    .where(eq(invitations.id, id))
    .for('update')
  return row && allowAll(row)
}

/** Whether the actor is the administration shell or an administrator. */
export async function isAdministrator(tx: Tx, actor: Actor): Promise<boolean> {
  if (actor.kind === 'job') return canRequest(actor, 'read', 'administration')
  if (actor.kind !== 'user') return false
  const rows = await tx.execute(sql`
    select 1 from users where id = ${actor.id} and instance_admin and suspended_at is null and deleted_at is null`)
  return rows.length > 0
}

export function allowAll<Row, N extends Noun>(row: Row): LoadedTarget<Row, N> {
  return { row, isVisible: true, allows: () => true }
}
