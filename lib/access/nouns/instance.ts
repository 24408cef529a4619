import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import type { instance } from '@/db/schema/instance'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'

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
  verb: VerbOf<'instance'>,
): Promise<LoadedTarget<InstanceRow, 'instance'> | undefined> {
  const read = async () => {
    const row = singleRow(
      await tx.execute<Columns<InstanceRow>>(sql`
      select registration, not exists (select 1 from users where deleted_at is null and email is not null) as empty
      from instance`),
    )
    return row
  }
  let row = await read()
  if (row.empty && verb !== 'read') {
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
