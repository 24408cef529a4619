import { type EditPlan, keepId } from '@/lib/calendar/edits/plan'
import { editableAt, planDelete, planEdit } from '@/lib/calendar/edits/scope'
import type { EventContent } from '@/lib/calendar/event'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { type SyncConflict, splitKey } from '@/lib/calendar/server/incoming/flat-content'

/** Plans the edit that gives a field its former local value; undefined if there is nothing left to change. */
export function planResolution(content: EventContent, { field, ours }: SyncConflict): EditPlan | undefined {
  const [group, id, name] = splitKey(field)
  const edit = (patch: Record<string, unknown>) => planEdit(content, undefined, 'all', patch)
  switch (group) {
    case 'deleted':
      // The other side has changed an event that was deleted here: the user deletes it again.
      return ours === null ? planDelete(content, undefined, 'all') : undefined
    case 'when': {
      const { span, rules } = ours as { span: EventContent['span']; rules: string[] | null }
      return edit({ span, ...(rules?.join() !== content.recurrence?.rules.join() && { rules: rules ?? [] }) })
    }
    case 'attendees':
      return edit({ attendees: withPerson(content.attendees, id!, ours) })
    case 'exclusions':
      if (ours) return isExcluded(content, id!) ? undefined : planDelete(content, id, 'this')
      return withRecurrence(content, 'exclusions', id!, null)
    case 'dates':
      return withRecurrence(content, 'dates', id!, ours as string | null)
    case 'overrides':
      return name ? planOccurrence(content, id!, name, ours) : undefined
    case 'unknown':
      return undefined
    default:
      return edit({ [group]: ours })
  }
}

/** Plans an edit of one occurrence. If `ours` is null, the occurrence gets the value of its series. */
function planOccurrence(
  content: EventContent,
  id: string,
  name: string,
  ours: unknown,
): EditPlan | undefined {
  if (!editableAt(content, id)) return undefined
  if (name === 'attendees' && ours !== null) {
    return planEdit(content, id, 'this', { attendees: (ours as Participant[]).map(withoutAnswer) })
  }
  if (ours !== null) return planEdit(content, id, 'this', { [name]: ours })
  const { [id]: override, ...others } = content.overrides
  const { [name as 'title']: _, ...rest } = override ?? {}
  const overrides = Object.keys(rest).length ? { ...content.overrides, [id]: rest } : others
  return planWithoutMoves({ ...content, overrides })
}

function withPerson(people: readonly Participant[], key: string, ours: unknown): Participant[] {
  const others = people.filter((person) => personKey(person) !== key)
  return ours ? [...others, withoutAnswer(ours as Participant)] : others
}

function withoutAnswer({ userId, email, name }: Participant): Participant {
  return { userId, email, name }
}

function isExcluded({ recurrence }: EventContent, id: string): boolean {
  return recurrence?.exclusions.includes(id) ?? false
}

/** Plans a change of an additional or excluded date of a series. */
function withRecurrence(
  content: EventContent,
  list: 'dates' | 'exclusions',
  id: string,
  value: string | null,
): EditPlan | undefined {
  if (!content.recurrence) return undefined
  const others = content.recurrence[list].filter((date) => date.split('/', 1)[0] !== id)
  const dates = value === null ? others : [...others, value].sort()
  return planWithoutMoves({ ...content, recurrence: { ...content.recurrence, [list]: dates } })
}

function planWithoutMoves(event: EventContent): EditPlan {
  return { event, split: null, follow: keepId, kept: 0, dropped: 0 }
}
