import { describeChange } from '@/lib/queries/changes/describe-change'
import { nameValues } from '@/lib/queries/changes/name-values'
import type { RecordedChange } from '@/lib/queries/changes/recorded-change'
import type { NotificationItem } from '@/lib/schemas/notifications'
import type { Sources } from './sources'
import type { StoredNotification } from './stored-notification'

type Content = Pick<NotificationItem, 'op'> & Partial<NotificationItem>

/**
 * Returns the content of a notification of a gathering as it is now. Undefined if the user may not read it any more, or
 * if it no longer applies: nothing is to be voted for in a gathering that is locked or cancelled.
 */
export function gatheringContent(
  { kind, gatheringId }: StoredNotification,
  change: RecordedChange | undefined,
  sources: Sources,
): Content | undefined {
  const gathering = sources.viewer.gatherings.get(gatheringId!)
  if (!gathering) return undefined
  const { status, takesPart, hasVoted, deadline, lockedSpan } = gathering
  const link = linkToGathering(gathering)
  const isOpen = status === 'draft'
  switch (kind) {
    case 'invited':
      return isOpen && takesPart ? { op: 'gathering-invited', ...link } : undefined
    case 'deadline':
      return isOpen && takesPart && !hasVoted ? { op: 'deadline', when: deadline, ...link } : undefined
    case 'locked':
      return status === 'locked' ? { op: 'locked', when: lockedSpan, ...link } : undefined
    case 'cancelled':
      return status === 'cancelled' ? { op: 'gathering-cancelled', ...link } : undefined
    case 'changed':
      return isOpen && change && describeChange(change, sources.viewer) ? { op: 'slots', ...link } : undefined
    case 'voted': {
      const voted = change && votes(change, sources)
      return voted && { ...voted, ...link }
    }
    default:
      return undefined
  }
}

/** Returns the last of the ballots that a notification covers, and the number of their participants. */
function votes(change: RecordedChange, { viewer, names }: Sources): Content | undefined {
  const description = describeChange(change, viewer)
  if (description?.kind !== 'vote') return undefined
  const { participant, userId, guestName, comment } = description
  const count = change.commentCount ?? 1
  const by = userId
    ? { id: userId, name: names.users.get(userId) ?? null }
    : { id: participant, name: guestName }
  if (count > 1) return { op: 'votes', count, by }
  const field = { occurrence: null, field: 'comment' as const, from: '', to: comment }
  return { op: 'voted', count, by, changes: comment ? [nameValues(field, names)] : [] }
}

/** Returns the title and the address of a gathering. */
export function linkToGathering({ title, slug }: { title: string; slug: string }) {
  return { title, where: { name: title, color: '', href: `/g/${slug}` } }
}
