import type { Mentioned } from '@/lib/calendar/mentions'
import { type ThreadRef, threadKey } from './thread'

/** A comment that is being written. */
export interface Draft {
  text: string
  /** The people chosen to mention. */
  people: readonly Mentioned[]
}

export const EMPTY_DRAFT: Draft = { text: '', people: [] }

/** Returns what is left of a draft after a comment was sent: what was typed since then. */
export function withoutSent(draft: Draft, sent: string): Draft {
  const text = draft.text.startsWith(sent) ? draft.text.slice(sent.length).trimStart() : draft.text
  return text ? { ...draft, text } : EMPTY_DRAFT
}

/** Drafts by thread, so that closing a dialog does not lose them. */
const drafts = new Map<string, Draft>()

export function draftOf(thread: ThreadRef): Draft {
  return drafts.get(threadKey(thread).join()) ?? EMPTY_DRAFT
}

export function keepDraft(thread: ThreadRef, draft: Draft): void {
  if (draft.text) drafts.set(threadKey(thread).join(), draft)
  else drafts.delete(threadKey(thread).join())
}
