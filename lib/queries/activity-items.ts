import type { ActivityItem } from '@/lib/schemas/activity'
import type { Described } from './changes/describe-change'
import { type Names, nameAnswer, nameComment, nameValues } from './changes/name-values'

/** The author of a changeset, and the number of its changes in a stream. */
interface Changeset {
  actorId: string | null
  changes: number
}

/** Returns a change as an item of a group's activity; undefined if it is not listed or follows from another one. */
export function activityItemOf(
  { change, description }: Described,
  { actorId, changes }: Changeset,
  names: Names,
): ActivityItem | undefined {
  const item = {
    ...{ name: null, calendar: null, event: null, changes: [], role: null, isTransfer: false, email: null },
    ...{ isCompleted: false, status: null },
    op: description.op === 'split' ? 'changed' : description.op,
    isOwnAction: change.id === actorId,
  } as const
  switch (description.kind) {
    case 'comment': {
      // The conversation of a group is not listed.
      if (!description.event) return undefined
      return {
        ...{ ...item, kind: 'comment', name: description.event.title, event: description.openAt },
        ...{
          calendar: calendarOf(description.calendarId, names),
          changes: [nameComment(description, names)],
        },
      }
    }
    case 'answer':
    case 'attachment':
    case 'event': {
      const { kind, title: name, openAt: event } = description
      return {
        ...{ ...item, kind, name, event, calendar: calendarOf(description.calendarId, names) },
        changes:
          description.kind === 'answer'
            ? nameAnswer(description, actorId, names)
            : description.changes.map((field) => nameValues(field, names)),
      }
    }
    case 'member': {
      const isTransfer = change.command === 'transferGroup'
      // The former owner's new role follows from the transfer. It is the only change if the new owner was an owner
      // before.
      if (isTransfer && item.isOwnAction && changes > 1) return undefined
      const role = description.to ?? description.from
      const name = description.name ?? names.users.get(description.userId) ?? null
      return {
        ...{ ...item, kind: 'member', isTransfer: isTransfer && !item.isOwnAction, name, role },
        changes: description.changes.map((field) => nameValues(field, names)),
      }
    }
    case 'invitation': {
      const { kind, isDeclined: isOwnAction, role, email } = description
      return { ...item, kind, isOwnAction, role, email }
    }
    case 'task':
    case 'task-list': {
      // The next task of a recurring one follows from its completion.
      if (change.command === 'setTaskStatus' && description.op !== 'changed') return undefined
      const { kind, title: name, isCompleted } = description
      return { ...item, kind, name, isCompleted }
    }
    case 'gathering': {
      const { kind, title: name, status } = description
      return { ...item, kind, name, status }
    }
    case 'calendar':
    case 'group':
      return {
        ...{ ...item, kind: description.kind, name: description.name },
        changes: description.changes.map((field) => nameValues(field, names)),
      }
    default:
      return undefined
  }
}

function calendarOf(calendarId: string | null, { calendars }: Names): ActivityItem['calendar'] {
  const calendar = calendars.find(({ id }) => id === calendarId)
  return calendar ? { name: calendar.name, color: calendar.color } : null
}

/**
 * Returns the user who joined a group. A user who signs up by an invitation joins before being signed in, so the
 * changeset has no author: the new member is the author.
 */
export function joinedUserOf(described: readonly Described[]): string | null {
  const joined = described.find(
    ({ description }) =>
      description.kind === 'member' && description.op === 'added' && description.to !== null,
  )
  return joined?.change.id ?? null
}
