import type { AnsweredParticipant } from '@/lib/calendar/participant'
import type { Content } from '@/lib/calendar/server/incoming/normalize'

/**
 * Returns content in which the user's answers are replaced by those of another version. Of an event that the user
 * cannot edit, a sync sends only these answers.
 */
export function withAnswersOf(content: Content, known: Content | null, userId: string): Content {
  if (!known) return content
  const answered = (people: readonly AnsweredParticipant[], id: string | null) => {
    const others = (id !== null && known.overrides[id]?.attendees) || known.attendees
    const status = others.find((person) => person.userId === userId)?.status
    return people.map((person) => (person.userId === userId && status ? { ...person, status } : person))
  }
  const overrides = Object.entries(content.overrides).map(([id, override]) => [
    id,
    override.attendees ? { ...override, attendees: answered(override.attendees, id) } : override,
  ])
  return {
    ...content,
    attendees: answered(content.attendees, null),
    overrides: Object.fromEntries(overrides),
  }
}
