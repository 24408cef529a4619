import { contentOf } from '@/lib/calendar/edits/content'
import { isEqual } from '@/lib/calendar/is-equal'
import { calendarObjectOf } from '@/lib/calendar/server/calendar-object'
import type { SyncConflict } from '@/lib/calendar/server/incoming/flat-content'
import { type Content, isSameContent, normalizeContent } from '@/lib/calendar/server/incoming/normalize'
import type { IncomingObject, LinkPlan, PlanLink } from '@/lib/commands/effects/link-plan'
import type { Link } from '@/lib/commands/rows/links'
import type { SyncedEvent } from '@/lib/queries/synced-events'
import { KEPT_REMOTELY } from '@/lib/queries/unsynced-links'
import { withAnswersOf } from './own-answer'
import { withOwnWrites } from './own-writes'
import { reconcile } from './reconcile'

/** The properties of a binding on which the plans of its links depend. */
export interface PlanContext {
  /** Returns what remains of an event once the provider has stored it; null if it cannot store it. */
  project(content: Content): Content | null
  /** Whether changes come from the remote calendar only. */
  isMirror: boolean
  /** The user of the connection. */
  userId: string
  /** Returns the id with which a deleted object is created again. */
  recreatedId(link: Link): string
}

/** Returns the planner of a binding: it decides what a remote object changes here, and whether it has to be written. */
export function linkPlanner(context: PlanContext): PlanLink {
  return (link, local, incoming) => {
    const isMirror = context.isMirror || incoming.readOnly !== null
    // The organizer's calendar takes answers, and nothing else.
    const sendsAnswers = !context.isMirror && incoming.readOnly === 'not-organizer'
    const args = { context: { ...context, isMirror }, sendsAnswers, link, local, incoming }
    if (incoming.isDeleted) return planDeletion(args)
    const theirs = incoming.content
    // An object that is not readable any more leaves its event as it is.
    if (!theirs) return unchanged(link, link?.eventId ? null : (incoming.skipped ?? 'unreadable'))
    if (local?.isHidden) return unchanged(link, null)
    const wasSynced = link !== null && link.skipped === null
    if (!local && !wasSynced) return { ...synced(theirs), action: { op: 'add', content: theirs } }
    return !local || local.isGone ? planGone(args, theirs) : planPresent(args, local, theirs)
  }
}

interface PlanArgs {
  context: PlanContext
  sendsAnswers: boolean
  link: Link | null
  local: SyncedEvent | null
  incoming: IncomingObject
}

/** Plans an event that exists on both sides. */
function planPresent(
  { context, sendsAnswers, link, incoming }: PlanArgs,
  local: SyncedEvent,
  theirs: Content,
): LinkPlan {
  const ours = objectOf(local)
  const projected = context.project(ours)
  if (!projected) return unchanged(link, null)
  const lastSynced = lastSyncedOf(link, theirs, context)
  const mirrored = sendsAnswers ? withAnswersOf(projected, lastSynced, context.userId) : projected
  const base = context.isMirror ? mirrored : lastSynced
  const { content, isChangedHere, isChangedThere, conflicts } = reconcile(base, ours, theirs, (version) =>
    isEqual(version, ours) ? projected : (context.project(version) ?? version),
  )
  return {
    ...synced(theirs),
    action: isChangedHere ? { op: 'update', content } : { op: 'none', skipped: incoming.skipped },
    conflicts: !context.isMirror
      ? conflicts
      : // Of other read-only events, users can change only answers in Kinday.
        incoming.readOnly
        ? []
        : replacedEdits(link, lastSynced, ours, theirs, context),
    isDirty: (sendsAnswers || !context.isMirror) && isChangedThere && isUnsent(link, local),
  }
}

/** Returns the common ancestor of a link, which contains what an interrupted write has changed. */
function lastSyncedOf(link: Link | null, theirs: Content, { project }: PlanContext): Content | null {
  const { base = null, pending = null } = link ?? {}
  const written = pending?.content && (project(pending.content) ?? pending.content)
  return withOwnWrites(base, written ? { content: written } : pending, theirs)
}

/** Returns the edits that were not sent while changes were sent, and that the remote object replaces, as conflicts. */
function replacedEdits(
  link: Link | null,
  base: Content | null,
  ours: Content,
  theirs: Content,
  { project }: PlanContext,
): SyncConflict[] {
  if (!link?.isDirty || !base) return []
  const asStored = (version: Content) => project(version) ?? version
  const edited = new Set(reconcile(null, ours, base, asStored).conflicts.map(({ field }) => field))
  return reconcile(null, ours, theirs, asStored).conflicts.filter(({ field }) => edited.has(field))
}

/**
 * Returns whether an event may have changed since it was last sent. If it has not, but differs from its object, the
 * provider has stored it in another form: sending it again would change nothing, and repeat at each run.
 */
function isUnsent(link: Link | null, { event }: SyncedEvent): boolean {
  return !link?.base || link.isDirty || link.pending !== null || link.version !== event.version
}

/** Plans an event that was deleted here. A remote change since the last sync brings it back. */
function planGone({ context, link, local }: PlanArgs, theirs: Content): LinkPlan {
  const base = lastSyncedOf(link, theirs, context)
  if (base && isSameContent(base, theirs))
    return { ...unchanged(link, link?.skipped === KEPT_REMOTELY ? KEPT_REMOTELY : null), base }
  const ours = local?.isTrashed ? objectOf(local) : null
  const asStored = (version: Content) => context.project(version) ?? version
  // Edits that a one-way sync would never send are replaced, as those of present events.
  const merged = ours && reconcile(context.isMirror ? asStored(ours) : base, ours, theirs, asStored)
  return {
    ...synced(theirs),
    action: { op: 'restore', content: merged?.content ?? theirs },
    conflicts: context.isMirror ? [] : [{ field: 'deleted', ours: null, theirs: theirs.title }],
    isDirty: !context.isMirror && (merged?.isChangedThere ?? false),
  }
}

/** Plans an object that was deleted remotely. A change here since the last sync creates it again. */
function planDeletion({ context, link, local }: PlanArgs): LinkPlan {
  if (!link || link.skipped !== null || !local || local.isGone)
    return { ...unchanged(link, null), action: { op: 'forget' } }
  if (local.isHidden) return unchanged(link, null)
  const isOwn = link.pending?.content === null
  if (context.isMirror || (!isOwn && !isChangedHere(context, link, local)))
    return { ...unchanged(link, null), action: { op: 'trash' } }
  return {
    ...unchanged(link, null),
    base: null,
    isDirty: true,
    recreatedAs: context.recreatedId(link),
    conflicts: isOwn ? [] : [{ field: 'deleted', ours: local.event.title, theirs: null }],
  }
}

function isChangedHere({ project }: PlanContext, { base }: Link, local: SyncedEvent): boolean {
  const projected = project(objectOf(local))
  return !base || !projected || !isSameContent(base, projected)
}

function unchanged(link: Link | null, skipped: string | null): LinkPlan {
  return {
    action: { op: 'none', skipped },
    conflicts: [],
    base: link?.base ?? null,
    isDirty: link?.isDirty ?? false,
    isComplete: false,
  }
}

function synced(theirs: Content): Omit<LinkPlan, 'action'> {
  return { conflicts: [], base: normalizeContent(theirs), isDirty: false, isComplete: true }
}

/** Returns an event with the answers of its attendees, as it is synced. */
export function objectOf({ event, answers }: Pick<SyncedEvent, 'event' | 'answers'>): Content {
  const { calendarId: _, hiddenFrom: __, groups: ___, ...content } = contentOf(event)
  return calendarObjectOf(content, answers)
}
