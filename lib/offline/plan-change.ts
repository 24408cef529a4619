import { shiftSpan } from '@/lib/calendar/edits/move'
import { type EditPlan, type EditScope, ScopeError } from '@/lib/calendar/edits/plan'
import { editableAt, planDelete, planEdit } from '@/lib/calendar/edits/scope'
import type { EventContent } from '@/lib/calendar/event'
import { toEditablePatch } from '@/lib/schemas/detail-content'
import { targetOf } from './join-entry'
import type { OutboxEntry } from './outbox-entry'

/**
 * Plans a waiting change of a series with the same engine as the server. Returns null for commands that do not change
 * its occurrences, and for changes that the server will refuse.
 */
export function planChange(
  { command, input }: Pick<OutboxEntry, 'command' | 'input'>,
  content: EventContent,
): EditPlan | null {
  const { occurrence, scope } = targetOf(input)
  const chosen = (scope ?? 'all') as EditScope
  const edited = editableAt(content, occurrence)
  if (!edited) return null
  try {
    switch (command) {
      case 'updateEvent':
        return planEdit(content, occurrence, chosen, toEditablePatch(input.patch ?? {}))
      case 'moveEvents':
        return planEdit(content, occurrence, chosen, { span: shiftSpan(edited.span, input.by!, 'all') })
      case 'deleteEvent':
      case 'deleteEvents':
        return planDelete(content, occurrence, chosen)
      default:
        return null
    }
  } catch (error) {
    if (error instanceof ScopeError) return null
    throw error
  }
}
