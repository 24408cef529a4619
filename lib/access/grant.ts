import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { AppError } from '@/lib/errors'
import { type Actor, delegatorOf } from './actor'
import { loadAccountLink } from './nouns/account-link'
import { loadAdministration, loadAnyInvitation, loadAnyUser } from './nouns/administration'
import { loadAttachment, loadDraftFiles } from './nouns/attachment'
import { loadBinding } from './nouns/binding'
import { loadCalendar, loadTargetCalendar, loadTrashedCalendar } from './nouns/calendar'
import { loadChangeset } from './nouns/changeset'
import { loadComment } from './nouns/comment'
import { loadConnection } from './nouns/connection'
import { loadDueAlarm } from './nouns/due-alarm'
import { loadEvent, loadTrashedEvent } from './nouns/event'
import { loadEventInvitation } from './nouns/event-invitation'
import { loadFeed } from './nouns/feed'
import { loadGathering, loadGatheringPage, loadTrashedGathering } from './nouns/gathering'
import { loadDeletedGroup, loadGroup, loadGroups } from './nouns/group'
import { loadGuestSubscription } from './nouns/guest-subscription'
import { loadInstance } from './nouns/instance'
import { loadInvitation } from './nouns/invitation'
import { loadInvitedEvent } from './nouns/invited-event'
import { loadDelivery, loadJob } from './nouns/job'
import { loadManagedMember } from './nouns/managed-member'
import { loadMember } from './nouns/member'
import { loadParticipation } from './nouns/participation'
import { loadPicture } from './nouns/picture'
import { loadPlacement } from './nouns/placement'
import { loadPushSubscription } from './nouns/push-subscription'
import { loadSession } from './nouns/session'
import { loadShare } from './nouns/share'
import { loadSyncConflict } from './nouns/sync-conflict'
import { loadTask, loadTaskList, loadTrashedTaskList } from './nouns/task'
import { loadAccount, loadInvitees, loadPeople, loadSelf } from './nouns/user'
import { canRequest } from './permissions'
import type { LoadedTarget, Noun, VerbOf } from './verbs'

/** Loads the row of each noun, with what the actor may see and do. */
const LOADERS = {
  account: loadAccount,
  'account-link': loadAccountLink,
  administration: loadAdministration,
  'any-invitation': loadAnyInvitation,
  'any-user': loadAnyUser,
  attachment: loadAttachment,
  binding: loadBinding,
  calendar: loadCalendar,
  changeset: loadChangeset,
  comment: loadComment,
  connection: loadConnection,
  'deleted-group': loadDeletedGroup,
  delivery: loadDelivery,
  'draft-files': loadDraftFiles,
  'due-alarm': loadDueAlarm,
  event: loadEvent,
  'event-invitation': loadEventInvitation,
  feed: loadFeed,
  gathering: loadGathering,
  'gathering-page': loadGatheringPage,
  group: loadGroup,
  groups: loadGroups,
  'guest-subscription': loadGuestSubscription,
  instance: loadInstance,
  invitation: loadInvitation,
  invitees: loadInvitees,
  job: loadJob,
  'managed-member': loadManagedMember,
  member: loadMember,
  participation: loadParticipation,
  people: loadPeople,
  picture: loadPicture,
  placement: loadPlacement,
  'push-subscription': loadPushSubscription,
  self: loadSelf,
  session: loadSession,
  share: loadShare,
  'sync-conflict': loadSyncConflict,
  'target-calendar': loadTargetCalendar,
  task: loadTask,
  'task-list': loadTaskList,
  'trashed-calendar': loadTrashedCalendar,
  'trashed-event': loadTrashedEvent,
  'trashed-gathering': loadTrashedGathering,
  'trashed-task-list': loadTrashedTaskList,
} satisfies {
  [N in Noun]: (
    tx: Tx,
    actor: Actor,
    id: never,
    verb: VerbOf<N>,
  ) => Promise<LoadedTarget<unknown, N> | undefined>
}

/** The argument of a noun's loader: an id, a token or nothing. */
export type IdOf<N extends Noun> = Parameters<(typeof LOADERS)[N]>[2]
type RowOf<N extends Noun> = NonNullable<Awaited<ReturnType<(typeof LOADERS)[N]>>>['row']

/** A grant that a command requests: may the actor apply the verb to this row? */
export type GrantRequest = { [N in Noun]: readonly [verb: VerbOf<N>, noun: N, id: IdOf<N>] }[Noun]

declare const proof: unique symbol

/**
 * Proof that an actor may do something to a row, with that row. Only {@link grant} creates grants, so a function that
 * takes a grant cannot run without a permission check.
 */
export interface Grant<V extends VerbOf<N>, N extends Noun> {
  readonly [proof]: [V, N]
  readonly actor: Actor
  readonly row: RowOf<N>
}

/** The grants for a command's requests, by the same names. */
export type GrantsFor<W> = {
  [K in keyof W]: GrantFor<W[K]>
}

/** Distributes over `undefined`: an optional request results in an optional grant. */
type GrantFor<T> = T extends readonly [infer V, infer N extends Noun, unknown]
  ? V extends VerbOf<N>
    ? Grant<V, N>
    : never
  : undefined

/**
 * Checks whether the actor may apply a verb to a target, and loads the target in the given transaction.
 * @throws AppError SIGNED_OUT; NOT_FOUND if the actor cannot see the target; FORBIDDEN if the actor sees it but may not
 *   apply the verb, or if the verb is outside the limits of a token or job
 */
export async function grant<V extends VerbOf<N>, N extends Noun>(
  tx: Tx,
  actor: Actor,
  verb: V,
  noun: N,
  id: IdOf<N>,
): Promise<Grant<V, N>> {
  if (!canRequest(actor, verb, noun) || !(await isActiveUser(tx, delegatorOf(actor)))) {
    throw new AppError(delegatorOf(actor) ? 'FORBIDDEN' : 'NOT_FOUND')
  }
  const load = (actor.kind === 'guest' && noun === 'event' ? loadInvitedEvent : LOADERS[noun]) as (
    tx: Tx,
    actor: Actor,
    id: IdOf<N>,
    verb: VerbOf<N>,
  ) => Promise<LoadedTarget<RowOf<N>, N> | undefined>
  const found = await load(tx, actor, id, verb)
  if (!found?.isVisible) throw new AppError(actor.kind === 'nobody' ? 'SIGNED_OUT' : 'NOT_FOUND')
  if (!found.allows(verb)) {
    const { readOnly } = found
    throw new AppError('FORBIDDEN', readOnly ? { data: { readOnly } } : {})
  }
  return { actor, row: found.row } as Grant<V, N>
}

/** Whether the user for whom a token or job acts has not been suspended or deleted. Sessions check this themselves. */
async function isActiveUser(tx: Tx, delegator: string | null): Promise<boolean> {
  if (!delegator) return true
  const rows = await tx.execute(
    sql`select 1 from users where id = ${delegator} and suspended_at is null and deleted_at is null`,
  )
  return rows.length > 0
}

/** Grants all requests of a command, one after the other in a transaction. An undefined request stays undefined. */
export async function grantAll<W extends object>(tx: Tx, actor: Actor, requests: W): Promise<GrantsFor<W>> {
  const grants: Record<string, unknown> = {}
  for (const [name, request] of Object.entries(requests) as [string, GrantRequest | undefined][]) {
    if (!request) continue
    const [verb, noun, id] = request
    grants[name] = await grant<never, Noun>(tx, actor, verb as never, noun, id)
  }
  return grants as GrantsFor<W>
}
