import { type EditableEvent, type EditPlan, type Scope, ScopeError } from '@/lib/calendar/edits/plan'
import { countAffected, planDelete, planEdit } from '@/lib/calendar/edits/scope'
import type { EventContent } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/merge'
import type { Participant } from '@/lib/calendar/participant'
import { adjustRules, shiftRules } from '@/lib/calendar/series/adjust-rules'
import type { Span } from '@/lib/calendar/span'
import type { FieldErrorCode } from '@/lib/errors'
import type { EventDetail } from '@/lib/schemas/event-detail'

export const SCOPES = ['this', 'following', 'all'] as const

/** The change of an occurrence. The patch may depend on the scope. */
export type ScopedWork =
  | { what: 'delete' }
  | { what: 'edit' | 'move'; patch(scope: Scope): Record<string, unknown> }

/** A scope, and the effect of the change with it. */
export interface Choice {
  scope: Scope
  count: number
  endless: boolean
  kept: number
  dropped: number
  /** Whether the change removes the recurrence: the reached occurrences become one event. */
  single: boolean
  /** Why the scope is not possible. */
  refusal: FieldErrorCode | undefined
}

/** Returns the choice of each scope, computed with the same engine as the server. */
export function scopeChoices(event: EventDetail, work: ScopedWork, now: number): Choice[] {
  const content = contentOf(event)
  const id = event.occurrence ?? undefined
  return SCOPES.map((scope) => {
    const patch = work.what === 'delete' ? {} : work.patch(scope)
    const single = scope !== 'this' && Array.isArray(patch.rules) && patch.rules.length === 0
    const reach = countAffected(content, id, scope, now)
    try {
      const { kept, dropped }: EditPlan =
        work.what === 'delete'
          ? planDelete(content, id, scope)
          : planEdit(content, id, scope, editable(patch))
      return { scope, ...reach, kept, dropped, single, refusal: undefined }
    } catch (error) {
      if (!(error instanceof ScopeError)) throw error
      return { scope, ...reach, kept: 0, dropped: 0, single, refusal: error.code }
    }
  })
}

/** Returns the preselected scope: the occurrence alone, or the following ones if the recurrence changes. */
export function defaultScope(choices: readonly Choice[], work: ScopedWork): Scope | undefined {
  const open = choices.filter(({ refusal }) => !refusal).map(({ scope }) => scope)
  const first = work.what !== 'delete' && 'rules' in work.patch('this') ? 'following' : 'this'
  return open.find((scope) => scope === first) ?? open[0]
}

/** Returns the patch of a new span, with adjusted rules if they cannot be shifted as they are. */
export function movePatch(
  rules: readonly string[],
  from: Span,
  to: Span,
  scope: Scope,
): { span: Span; rules?: string[] } {
  if (scope === 'this' || shiftRules(rules, from, to)) return { span: to }
  const moved = adjustRules(rules, from, to, true)
  return isEqual(moved, rules) ? { span: to } : { span: to, rules: moved }
}

function contentOf(event: EventDetail): EventContent {
  const {
    id: _,
    version: __,
    createdBy: ___,
    occurrence: ____,
    editable: _____,
    rules: ______,
    series,
    ...own
  } = event
  return {
    ...own,
    status: 'confirmed',
    span: series?.span ?? event.span,
    recurrence: series?.recurrence ?? null,
    overrides: series?.overrides ?? {},
    attendees: event.attendees.map(({ userId, email, name }) => ({ userId, email, name })),
    hiddenFrom: event.hiddenFrom.map(({ id }) => id),
    unknown: [],
  }
}

/** Converts a patch for the engine: attendees instead of user ids. */
function editable({ attendees, ...patch }: Record<string, unknown>): Partial<EditableEvent> {
  const people = attendees as string[] | undefined
  const participant = (userId: string): Participant => ({ userId, email: null, name: null })
  return { ...patch, ...(people && { attendees: people.map(participant) }) }
}
