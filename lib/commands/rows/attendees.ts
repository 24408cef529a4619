import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import type { Participant } from '@/lib/calendar/participant'

function insertAttendees(tx: Tx, eventId: string, people: readonly Participant[]) {
  if (!people.length) return []
  return [tx.insert(attendees).values(people.map((person) => ({ ...person, id: uuidv7(), eventId })))]
}

/** Replaces attendees. Those who stay keep their rows, which layers, answers and mails refer to. */
export function replaceAttendees(
  tx: Tx,
  eventId: string,
  before: readonly Participant[],
  after: readonly Participant[],
) {
  const removed = before.filter((a) => !after.some((b) => isSamePerson(a, b)))
  const added = after.filter((b) => !before.some((a) => isSamePerson(a, b)))
  const ids = removed.flatMap(({ userId }) => userId ?? [])
  const mails = removed.flatMap(({ userId, email }) => (userId ? [] : (email ?? [])))
  const names = removed.flatMap(({ userId, email, name }) => (userId || email ? [] : (name ?? [])))
  return [
    ...(removed.length
      ? [
          tx
            .delete(attendees)
            .where(
              and(
                eq(attendees.eventId, eventId),
                or(
                  ids.length ? inArray(attendees.userId, ids) : undefined,
                  mails.length ? inArray(attendees.email, mails) : undefined,
                  names.length
                    ? and(isNull(attendees.userId), isNull(attendees.email), inArray(attendees.name, names))
                    : undefined,
                ),
              ),
            ),
        ]
      : []),
    ...insertAttendees(tx, eventId, added),
  ]
}

/** Compares two attendees by account, e-mail address, or, if they have neither, name. */
function isSamePerson(a: Participant, b: Participant): boolean {
  return a.userId === b.userId && a.email === b.email && (Boolean(a.userId ?? a.email) || a.name === b.name)
}
