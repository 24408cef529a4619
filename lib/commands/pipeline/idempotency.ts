import { sql } from 'drizzle-orm'
import { db } from '@/db/client'
import { violatedConstraint } from '@/db/errors'
import { type Actor, actorColumns } from '@/lib/access/actor'
import { opaqueId } from '@/lib/access/secrets'
import { AppError } from '@/lib/errors'
import type { CommandResult } from './changes'

/**
 * Returns the key as it is stored. Signed-out visitors share one actor, and the key of one visitor must not return the
 * result of another, so their keys count only together with the same input.
 */
export function storedKey(actor: Actor, key: string, input: unknown): string {
  return actor.kind === 'nobody' ? opaqueId(JSON.stringify([key, input])) : key
}

/** Returns the result of an earlier command of the same actor with this key; undefined if there is none. */
export async function earlierResult<R>(
  actor: Actor,
  command: string,
  key: string,
): Promise<CommandResult<R> | undefined> {
  const { kind, id } = actorColumns(actor)
  const [row] = await db.execute<{ id: string; result: R }>(sql`
    select id, result from changesets
    where actor_kind = ${kind} and coalesce(actor_id, '') = ${id ?? ''} and command = ${command} and key = ${key}`)
  return row && { result: row.result, changeset: row.id, seqs: {}, hiddenStreams: [], isAwaited: false }
}

/**
 * Checks whether an error can come from a repeated command: it violates the key, or fails earlier because the first
 * run has made its changes.
 */
export function mayBeRepeated(error: unknown): boolean {
  return error instanceof AppError || violatedConstraint(error) === 'changesets_key'
}
