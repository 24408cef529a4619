import type { Level, Role } from '@/lib/calendar/roles'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import { calendarIdOfStream } from '@/lib/realtime/channels'
import { profileChanges } from './describe-profile'
import type { ChangeDescription } from './descriptions'
import type { RecordedChange } from './recorded-change'
import type { ChangeViewer } from './viewer'

/** Describes who sees what: placements, members, invitations, shares and feeds. */

/** Describes a placement by the current title of its event. A notice that only makes clients refetch has no content. */
export function describePlacement(
  { stream, id, op, before, after }: RecordedChange,
  viewer: ChangeViewer,
): ChangeDescription | null {
  const event = viewer.events.get(id)
  if (!event || !(before || after)) return null
  const detailOf = (placement: object | null) => (placement as { detail: DetailLevel } | null)?.detail ?? null
  return {
    ...{ kind: 'placement', op, event: { id, title: event.title }, calendarId: calendarIdOfStream(stream)! },
    ...{ from: detailOf(before), to: detailOf(after) },
  }
}

/** A member as stored in changes. Members without an account have no role; their changes contain the name. */
interface Member {
  groupId: string
  role: Role | null
  name?: string
  color?: string
}

export function describeMember({ id, stream, op, before, after }: RecordedChange): ChangeDescription | null {
  const [old, next] = [before as Member | null, after as Member | null]
  const groupId = (next ?? old)?.groupId ?? groupOf(stream)
  if (!groupId) return null
  return {
    ...{ kind: 'member', op, groupId, userId: id, from: old?.role ?? null, to: next?.role ?? null },
    name: (next ?? old)?.name ?? null,
    changes: op === 'changed' ? profileChanges(old ?? {}, next ?? {}) : [],
  }
}

interface Invitation {
  role: Role
  email: string | null
  declined?: true
}

export function describeInvitation({ stream, op, before, after }: RecordedChange): ChangeDescription | null {
  const { role = null, email = null, declined = false } = (after ?? before ?? {}) as Partial<Invitation>
  return { kind: 'invitation', op, groupId: groupOf(stream)!, email, role, isDeclined: declined }
}

interface Share {
  calendarId: string
  userId: string | null
  groupId: string | null
  email: string | null
  level: Level
}

export function describeShare({ stream, op, before, after }: RecordedChange): ChangeDescription | null {
  const [old, next] = [
    before as Partial<Share> | null,
    after as Partial<Share & { acceptedAt: string }> | null,
  ]
  const calendarId = (next ?? old)?.calendarId ?? calendarIdOfStream(stream)
  if (!calendarId || !(old || next)) return null
  const { userId = null, groupId = null, email = null } = { ...old, ...next }
  const isAccepted = next?.acceptedAt !== undefined
  return {
    ...{ kind: 'share', op, calendarId, from: old?.level ?? null, to: next?.level ?? null, isAccepted },
    sharee: isAccepted ? null : { userId, groupId, email },
  }
}

export function describeFeed({ stream, op, before, after }: RecordedChange): ChangeDescription | null {
  const { level = null } = (after ?? before ?? {}) as { level?: 'full' | 'busy' }
  return { kind: 'feed', op, calendarId: calendarIdOfStream(stream)!, level }
}

/** Returns the group of a stream; undefined for other streams. */
function groupOf(stream: string): string | undefined {
  return /^(?:group|owners)-(.+)$/.exec(stream)?.[1]
}
