import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { ReachedCalendar, ReachedGroup } from '@/lib/access/reach'
import { withNames } from '@/lib/calendar/mentions'
import type { Participant } from '@/lib/calendar/participant'
import type { ChangeAuthor } from '@/lib/schemas/history'
import type { AnswerDescription, CommentDescription, ValueChange } from './descriptions'

/** Maximum length of a text in a described change; the rest is cut off. */
const MAX_TEXT_LENGTH = 500

/** Names of users with an account, by id, and of the calendars and groups that the viewer sees. */
export interface Names {
  users: ReadonlyMap<string, string>
  calendars: readonly Pick<ReachedCalendar, 'id' | 'name' | 'color'>[]
  groups: readonly Pick<ReachedGroup, 'id' | 'name'>[]
  /** Colors of users by id, where they are shown. */
  colors?: ReadonlyMap<string, string>
}

/** Returns the author of a change for display. */
export function changeAuthorOf(id: string, { users, colors }: Pick<Names, 'users' | 'colors'>): ChangeAuthor {
  const color = colors?.get(id)
  return { id, name: users.get(id) ?? null, ...(color && { color }) }
}

/** Returns the names of users by id, without deleted accounts. */
export async function userNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select id, name from users where deleted_at is null
      and id in (select jsonb_array_elements_text(${JSON.stringify([...new Set(ids)])}::jsonb)::uuid)`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Returns changed fields with names instead of ids, null where the viewer knows none, and with long texts cut. */
export function nameValues<C extends Omit<ValueChange, 'field'> & { field: string }>(
  change: C,
  names: Names,
): C {
  const nameValue = (value: unknown): unknown => {
    if (change.field === 'attendees') return (value as Participant[]).map((person) => nameOf(person, names))
    if (change.field === 'hiddenFrom') return (value as string[]).map((id) => names.users.get(id) ?? null)
    if (change.field === 'groups')
      return (value as string[]).map((id) => names.groups.find((group) => group.id === id)?.name ?? null)
    if (change.field === 'calendarId') return names.calendars.find(({ id }) => id === value)?.name ?? null
    return typeof value === 'string' && value.length > MAX_TEXT_LENGTH
      ? `${value.slice(0, MAX_TEXT_LENGTH)}…`
      : value
  }
  return { ...change, from: nameValue(change.from), to: nameValue(change.to) }
}

/** Returns the changed fields of an answer. Names the attendee unless the attendee is the author. */
export function nameAnswer({ person, changes }: AnswerDescription, by: string | null, names: Names) {
  const named = by !== null && person.userId === by ? {} : { person: nameOf(person, names) }
  return changes.map((change) => ({ ...nameValues(change, names), ...named }))
}

/** Returns a comment as a changed field, without its former text. Names the author only if it is a guest. */
export function nameComment({ text, userId, guestName }: CommentDescription, names: Names) {
  const to = text === null ? null : withNames(text, (id) => names.users.get(id) ?? '…')
  const change = nameValues({ occurrence: null, field: 'eventComment' as const, from: null, to }, names)
  return userId ? change : { ...change, person: guestName }
}

/** Returns the name of a person; null for a deleted account. */
function nameOf({ userId, email, name }: Participant, { users }: Names): string | null {
  return userId ? (users.get(userId) ?? null) : (name ?? email)
}
