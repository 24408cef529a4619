import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Db, Tx } from '@/db/client'
import { links, type PendingWrite } from '@/db/schema/connections'
import { chunksOf, jsonBatches } from '@/lib/calendar/server/json-batches'

/** A remote object and the event that it is synced with. */
export type Link = typeof links.$inferSelect

/** Reads the links of remote objects, by the ids of the objects. Locks them. */
export async function linksOf(
  tx: Tx,
  bindingId: string,
  remoteIds: readonly string[],
): Promise<Map<string, Link>> {
  const found = new Map<string, Link>()
  for (const chunk of chunksOf(remoteIds)) {
    const rows = await tx
      .select()
      .from(links)
      .where(and(eq(links.bindingId, bindingId), inArray(links.remoteId, chunk)))
      .orderBy(links.id)
      .for('update')
    for (const link of rows) found.set(link.remoteId, link)
  }
  return found
}

/** Reads links with these fingerprints that a run has not found yet: their objects may have other ids now. */
export async function linksByFingerprint(
  tx: Tx,
  bindingId: string,
  runId: string,
  fingerprints: readonly string[],
): Promise<Map<string, Link>> {
  if (!fingerprints.length) return new Map()
  const rows = await tx
    .select()
    .from(links)
    .where(
      and(
        eq(links.bindingId, bindingId),
        inArray(links.fingerprint, [...fingerprints]),
        sql`seen_in is distinct from ${runId}::uuid`,
      ),
    )
    .orderBy(links.id)
    .for('update')
  return new Map(rows.map((link) => [link.fingerprint!, link]))
}

/** Inserts links, or replaces the ones with the same id. */
export async function writeLinks(tx: Tx, written: readonly Link[]): Promise<void> {
  for await (const batch of jsonBatches(written)) {
    await tx.execute(sql`
      insert into links (${COLUMNS})
      select id, "bindingId", "eventId", skipped, "remoteId", nullif(state, 'null'), nullif(base, 'null'),
        nullif(pending, 'null'), nullif(alarms, 'null'), nullif("occurrenceAlarms", 'null'), version, "isDirty", failures, "retryAt", origin,
        "readOnly", fingerprint, "seenIn"
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "bindingId" uuid, "eventId" uuid, skipped text,
        "remoteId" text, state jsonb, base jsonb, pending jsonb, alarms jsonb,
        "occurrenceAlarms" jsonb, version int, "isDirty" boolean, failures int, "retryAt" timestamptz, origin text,
        "readOnly" text, fingerprint text, "seenIn" uuid)
      on conflict (id) do update set (${COLUMNS}) = (${EXCLUDED})`)
  }
}

const COLUMN_NAMES = [
  ...[
    'id',
    'binding_id',
    'event_id',
    'skipped',
    'remote_id',
    'state',
    'base',
    'pending',
    'alarms',
    'occurrence_alarms',
  ],
  ...['version', 'is_dirty', 'failures', 'retry_at', 'origin', 'read_only', 'fingerprint', 'seen_in'],
]
const COLUMNS: SQL = sql.raw(COLUMN_NAMES.join(', '))
const EXCLUDED: SQL = sql.raw(COLUMN_NAMES.map((name) => `excluded.${name}`).join(', '))

/** Records that a run that reads everything has found these objects unchanged. */
export async function markSeen(tx: Tx, ids: readonly string[], runId: string): Promise<void> {
  for (const chunk of chunksOf(ids))
    await tx.update(links).set({ seenIn: runId }).where(inArray(links.id, chunk))
}

export async function deleteLinks(tx: Db | Tx, ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids)) await tx.delete(links).where(inArray(links.id, chunk))
}

/** Inserts links of events that are to be created remotely. An event that has one is left out. */
export async function insertNewLinks(
  db: Db,
  bindingId: string,
  created: readonly { eventId: string; remoteId: string }[],
): Promise<void> {
  for await (const batch of jsonBatches(created.map((link) => ({ ...link, id: uuidv7() })))) {
    await db.execute(sql`
      insert into links (id, binding_id, event_id, remote_id, is_dirty, origin)
      select id, ${bindingId}::uuid, "eventId", "remoteId", true, 'local'
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "eventId" uuid, "remoteId" text)
      where exists (select 1 from events where events.id = "eventId")
      on conflict (binding_id, remote_id) do nothing`)
  }
}

/**
 * Records writes to remote objects before they are sent. Changes that make a link dirty from now on are written the
 * next time.
 */
export async function beginWrites(
  db: Db,
  writes: readonly { id: string; pending: PendingWrite }[],
): Promise<void> {
  for await (const batch of jsonBatches(writes)) {
    await db.execute(sql`
      update links set pending = g.pending, is_dirty = false
      from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, pending jsonb) where links.id = g.id`)
  }
}

/**
 * Replaces the ids that Kinday derived for created objects by those that the provider has chosen. An object is thus
 * found even if the response to its creation was lost.
 */
export async function renameCreatedLinks(
  db: Db,
  bindingId: string,
  found: readonly { id: string; createdAs?: string | undefined }[],
): Promise<void> {
  const created = found.filter(({ createdAs }) => createdAs !== undefined)
  for await (const batch of jsonBatches(created.map(({ id, createdAs }) => ({ id, createdAs })))) {
    await db.execute(sql`
      update links set remote_id = g.id
      from (
        select distinct on ("createdAs") * from jsonb_to_recordset(${batch}::jsonb) as g (id text, "createdAs" text)
      ) g
      where binding_id = ${bindingId}::uuid and remote_id = g."createdAs"
        and not exists (select 1 from links o where o.binding_id = ${bindingId}::uuid and o.remote_id = g.id)`)
  }
}

/** Updates a link after a write to its remote object. */
export async function updateLink(db: Db, id: string, fields: Partial<Link>): Promise<void> {
  await db.update(links).set(fields).where(eq(links.id, id))
}

/** Records a failed write, which is tried again after a delay or when its event has another version. */
export async function postponeWrite(
  db: Db,
  id: string,
  { failures, version, delayMs }: Pick<Link, 'failures' | 'version'> & { delayMs: number },
): Promise<void> {
  const retryAt = sql`now() + ${delayMs}::float8 * interval '1 ms'`
  await db.update(links).set({ failures, version, retryAt }).where(eq(links.id, id))
}
