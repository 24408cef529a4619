import type { Span } from '../span'
import type { Vote } from './choices'

/** A ballot, as the history stores it: votes by slot id. */
export interface RecordedBallot {
  votes: Record<string, Vote>
  comment: string
}

/** A ballot with its participant, as stored in changes. */
export type RecordedVote = RecordedBallot & { participant: string; userId: string | null }

/** Slots that were added, moved or removed, by id. */
export type RecordedSlots = Record<string, Span>

/** A participant, as the history stores it. */
export interface RecordedParticipant {
  id: string
  userId: string | null
  isRequired?: boolean
}
