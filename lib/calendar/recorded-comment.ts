import type { Span } from './span'

/**
 * A comment as recorded in a change. The text, and the name and address of a guest, are stored only in the comment's
 * row, so that nothing is left of them when the comment is deleted.
 */
export interface RecordedComment {
  comment: string
  /** The author; null for a guest without an account. */
  userId: string | null
  mentions: string[]
  isPinned: boolean
  /** The time that the event had; undefined for a message in the conversation of a group. */
  span?: Span
}
