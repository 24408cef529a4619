import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { gatherings } from '@/db/schema/gatherings'
import { canManageGroup, type Role } from '@/lib/calendar/roles'
import { type Actor, type GuestPerson, principalOf } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'

export type GatheringRow = typeof gatherings.$inferSelect & {
  /** Whether the actor is its organizer, or an owner or admin of its group. */
  isManager: boolean
  /** The actor's role in its group; null for others and for guests. */
  role: Role | null
  /** The actor's participation; null if the actor is no participant. */
  participant: string | null
  /** Whether the group that owns it is in the trash, which nobody sees. */
  isOfDeletedGroup: boolean
}

/**
 * Loads a gathering for its organizer, the managers and, if they have access, the other members of its group, its
 * participants and, if its page is open, all users. Participants without an account only load their own. `write` is for
 * its managers: to edit it, to invite and remove participants, to lock, cancel, reopen and delete it. Votes, slots and
 * comments of others are for drafts; comments also for locked ones.
 */
export async function loadGathering(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'gathering'>,
): Promise<LoadedTarget<GatheringRow, 'gathering'> | undefined> {
  const found = await load(tx, actor, sql`g.id = ${id}`, verb !== 'read')
  if (!found || found.deletedAt || found.isOfDeletedGroup) return undefined
  return { row: found, isVisible: isVisible(found, actor), allows: (verb) => allows(found, verb) }
}

/** Loads a gathering in the trash for its managers: `write` is to restore it. */
export async function loadTrashedGathering(
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<LoadedTarget<GatheringRow, 'trashed-gathering'> | undefined> {
  const found = await load(tx, actor, sql`g.id = ${id}`, true)
  return found?.deletedAt ? { row: found, isVisible: found.isManager, allows: () => true } : undefined
}

/**
 * Loads a gathering by its slug, for the page: as `loadGathering`, and for signed-out visitors if its page is open, who
 * may `join` a draft.
 */
export async function loadGatheringPage(
  tx: Tx,
  actor: Actor,
  slug: string,
  verb: VerbOf<'gathering-page'>,
): Promise<LoadedTarget<GatheringRow, 'gathering-page'> | undefined> {
  const found = await load(tx, actor, sql`g.slug = ${slug}`, verb !== 'read')
  if (!found || found.deletedAt || found.isOfDeletedGroup) return undefined
  const isOpen = found.access === 'link'
  return {
    row: found,
    isVisible: isOpen || isVisible(found, actor),
    allows: (verb) => verb === 'read' || (isOpen && found.status === 'draft' && actor.kind === 'nobody'),
  }
}

/** Whether the actor may read what others voted. */
export function seesVotes({
  isManager,
  votesHidden,
}: Pick<GatheringRow, 'isManager' | 'votesHidden'>): boolean {
  return isManager || !votesHidden
}

/** Whether the actor may read who else takes part. */
export function seesParticipants({
  isManager,
  participantsHidden,
}: Pick<GatheringRow, 'isManager' | 'participantsHidden'>): boolean {
  return isManager || !participantsHidden
}

/** Whether an actor may comment on a gathering that they read. Visitors may not, until they take part. */
export function canComment(row: GatheringRow, actor: Actor): boolean {
  if (row.isManager) return true
  return row.status !== 'cancelled' && (row.participant !== null || actor.kind === 'user')
}

/** Whether the group that owns the gathering `g` is in the trash. */
export const isOfDeletedGroup: SQL = sql`exists (
  select 1 from groups trashed where trashed.id = g.group_id and trashed.deleted_at is not null)`

/**
 * Returns the condition that a user sees the gathering `g`, as `loadGathering` decides it; without those that are only
 * visible because their page is open.
 */
export function seesGathering(userId: SQL): SQL {
  return sql`g.deleted_at is null and not ${isOfDeletedGroup} and (g.organizer_id = ${userId}
    or exists (select 1 from gathering_participants p
      where p.gathering_id = g.id and p.user_id = ${userId} and p.revoked_at is null)
    or exists (select 1 from members m join groups mg on mg.id = m.group_id and mg.deleted_at is null
      where m.group_id = g.group_id and m.user_id = ${userId}
        and (g.access <> 'invited' or m.role in ('owner', 'admin'))))`
}

/** Whether a user manages the gathering `g`. */
export function managesGathering(userId: SQL): SQL {
  return sql`(g.organizer_id = ${userId} or exists (
    select 1 from members m join groups mg on mg.id = m.group_id and mg.deleted_at is null
    where m.group_id = g.group_id and m.user_id = ${userId} and m.role in ('owner', 'admin')))`
}

function isVisible({ isManager, role, participant, access }: GatheringRow, actor: Actor): boolean {
  if (actor.kind === 'participant') return participant !== null
  if (isManager || participant !== null) return true
  return actor.kind === 'user' && (access === 'link' || (role !== null && access === 'members'))
}

function allows(
  { isManager, status, participantsAddSlots }: GatheringRow,
  verb: VerbOf<'gathering'>,
): boolean {
  if (verb === 'read') return true
  if (verb === 'write') return isManager
  if (verb === 'comment') return status !== 'cancelled' || isManager
  if (status !== 'draft') return false
  return verb === 'vote' || isManager || participantsAddSlots
}

async function load(tx: Tx, actor: Actor, which: SQL, isLocked: boolean): Promise<GatheringRow | undefined> {
  const userId = principalOf(actor)
  const participant = actor.kind === 'participant' ? actor : null
  const select = tx
    .select({
      row: gatherings,
      role: sql<Role | null>`(select m.role from members m
        join groups mg on mg.id = m.group_id and mg.deleted_at is null
        where m.group_id = gatherings.group_id and m.user_id = ${userId}::uuid)`,
      isOfDeletedGroup: sql<boolean>`exists (select 1 from groups trashed
        where trashed.id = gatherings.group_id and trashed.deleted_at is not null)`,
      participant: sql<string | null>`(select p.id from gathering_participants p
        where p.gathering_id = gatherings.id and p.revoked_at is null
          and ${participant ? isParticipant(participant) : sql`p.user_id = ${userId}::uuid`})`,
    })
    .from(gatherings)
    .where(sql`${gatherings.id} = (select g.id from gatherings g where ${which})`)
  // Two statements, for the reason given at `lockEventsAndRead` (event-lock.ts).
  const lock = isLocked
    ? tx.execute<Columns<{ id: string }>>(sql`select g.id from gatherings g where ${which} for no key update`)
    : undefined
  const [, [found]] = await Promise.all([lock, select])
  if (!found) return undefined
  const { row, role, participant: participation, isOfDeletedGroup } = found
  const isManager = userId !== null && (row.organizerId === userId || (role !== null && canManageGroup(role)))
  return { ...row, role, participant: participation, isOfDeletedGroup, isManager }
}

/** The condition that the participant `p` is the actor of a personal link. */
function isParticipant({
  id,
  gathering,
  person,
}: {
  id: string
  gathering: string
  person: GuestPerson
}): SQL {
  return sql`p.id = ${id} and p.gathering_id = ${gathering} and p.user_id is null
    and p.email is not distinct from ${person.email}
    and (${person.email}::text is not null or p.name is not distinct from ${person.name})`
}
