import { type EditPlan, type EditScope, ScopeError } from '@/lib/calendar/edits/plan'
import { countAffected, planDelete, planEdit } from '@/lib/calendar/edits/scope'
import { isEqual } from '@/lib/calendar/is-equal'
import { adjustRules, shiftRules } from '@/lib/calendar/series/adjust-rules'
import type { Span } from '@/lib/calendar/span'
import type { FieldErrorCode } from '@/lib/errors'
import { detailContent, toEditablePatch } from '@/lib/schemas/detail-content'
import type { EventDetail } from '@/lib/schemas/event-detail'

export const EDIT_SCOPES = ['this', 'following', 'all'] as const

/** A change of an occurrence, which the user may extend to the series. The patch may depend on the scope. */
export type ScopedChange =
  | { type: 'delete' }
  | { type: 'edit' | 'move'; patch(scope: EditScope): Record<string, unknown> }

/** A scope that the user can choose, and the effect that the change would have with it. */
export interface ScopeChoice {
  scope: EditScope
  count: number
  isEndless: boolean
  keptExceptions: number
  discardedExceptions: number
  /** Whether the affected occurrences become a single event. */
  removesRecurrence: boolean
  /** Why the scope is not possible. */
  refusal: FieldErrorCode | undefined
}

/** Returns a choice for each scope, computed with the same engine as the server. */
export function scopeChoices(event: EventDetail, change: ScopedChange, now: number): ScopeChoice[] {
  const content = detailContent(event)
  const id = event.occurrence ?? undefined
  return EDIT_SCOPES.map((scope) => {
    const patch = change.type === 'delete' ? {} : change.patch(scope)
    const removesRecurrence = scope !== 'this' && Array.isArray(patch.rules) && patch.rules.length === 0
    const affected = countAffected(content, id, scope, now)
    try {
      const { kept, dropped }: EditPlan =
        change.type === 'delete'
          ? planDelete(content, id, scope)
          : planEdit(content, id, scope, toEditablePatch(patch))
      return {
        scope,
        ...affected,
        keptExceptions: kept,
        discardedExceptions: dropped,
        removesRecurrence,
        refusal: undefined,
      }
    } catch (error) {
      if (!(error instanceof ScopeError)) throw error
      return {
        scope,
        ...affected,
        keptExceptions: 0,
        discardedExceptions: 0,
        removesRecurrence,
        refusal: error.code,
      }
    }
  })
}

/** Returns the preselected scope: the occurrence alone, or the following ones if the recurrence changes. */
export function defaultScope(choices: readonly ScopeChoice[], change: ScopedChange): EditScope | undefined {
  const possible = choices.filter(({ refusal }) => !refusal).map(({ scope }) => scope)
  const preferred = change.type !== 'delete' && 'rules' in change.patch('this') ? 'following' : 'this'
  return possible.find((scope) => scope === preferred) ?? possible[0]
}

/** Returns the patch that moves an event to a new span. Includes rules if shifting them does not suffice. */
export function movePatch(
  rules: readonly string[],
  from: Span,
  to: Span,
  scope: EditScope,
): { span: Span; rules?: string[] } {
  if (scope === 'this' || shiftRules(rules, from, to)) return { span: to }
  const moved = adjustRules(rules, from, to, true)
  return isEqual(moved, rules) ? { span: to } : { span: to, rules: moved }
}
