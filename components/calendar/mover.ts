import type { QueryClient } from '@tanstack/react-query'
import type { useTranslations } from 'next-intl'
import { eventQuery } from '@/components/event/event-query'
import type { ScopedWork } from '@/components/event/scope-choices'
import { occurrenceDay } from '@/components/event/scope-text'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { createAfterSave } from '@/components/live/after-save'
import type { Live } from '@/components/live/live'
import { beginOptimisticUpdate, refetchRanges, updateRanges } from '@/components/live/ranges'
import { toast } from '@/components/ui/toast'
import { updateEvent } from '@/lib/actions/events'
import { type Move, type MovedPart, reverseMove, spanAfterMove, withMove } from '@/lib/calendar/edits/move'
import type { Scope } from '@/lib/calendar/edits/plan'
import type { Span } from '@/lib/calendar/span'
import type { Item } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'

/** The question which occurrences of a series a move applies to. `answer` without a scope cancels the move. */
export interface ScopeQuestion {
  event: EventDetail
  work: ScopedWork
  answer(scope?: Scope): void
}

/** Loads the recurrence engine: pages do not contain it. */
const loadEngine = () => import('@/components/event/scope-choices')

/** Pause after the last key press before a series asks, so that repeated presses are one move. */
const KEY_PAUSE_MS = 450

/** Draws moves at once, and sends them to the server one after another. */
export class Mover {
  private last: Promise<void> = Promise.resolve()
  private pressed: { item: Item; edge: MovedPart; by: number; timer: number; told(): void } | null = null
  private readonly saved: ReturnType<typeof createAfterSave>
  private closed = false
  private answer: ((scope?: Scope) => void) | undefined

  constructor(
    private readonly client: QueryClient,
    live: Live,
    private readonly viewer: Viewer,
    private readonly t: ReturnType<typeof useTranslations<'change'>>,
    private readonly setQuestion: (question: ScopeQuestion | null) => void,
  ) {
    this.saved = createAfterSave(client, live, t)
  }

  take(item: Item): void {
    this.client.prefetchQuery(eventQuery(String(item.id), item.occurrence))
    if (item.occurrence) loadEngine().catch(() => {})
  }

  async move(item: Item, move: Move, byKey: boolean): Promise<void> {
    this.draw(item, move)
    if ('to' in move) {
      const told = beginOptimisticUpdate()
      this.flush()
      return this.enqueue(item, move, told)
    }
    const { by, edge } = move
    const told = beginOptimisticUpdate()
    const held = this.pressed
    const goesOn =
      held && held.item.id === item.id && held.item.occurrence === item.occurrence && held.edge === edge
    if (!goesOn) this.flush()
    if (!byKey || !item.occurrence) return this.enqueue(item, move, told)
    if (goesOn) {
      clearTimeout(held.timer)
      held.told()
    }
    const timer = window.setTimeout(() => this.flush(), KEY_PAUSE_MS)
    this.pressed = { item, edge, by: by + (goesOn ? held.by : 0), timer, told }
  }

  /** Called when the page closes: cancels a move that waits for an answer. */
  close(): void {
    this.closed = true
    this.flush()
    this.answer?.()
  }

  private draw({ id, occurrence }: Item, move: Move): void {
    const { timeZone } = this.viewer
    updateRanges(this.client, (range) => withMove(range, String(id), occurrence, move, timeZone))
  }

  private enqueue(item: Item, move: Move, told: () => void): Promise<void> {
    // The next move needs the version of the event that this one creates.
    this.last = this.last.then(() => this.tell(item, move)).finally(told)
    return this.last
  }

  private flush(): void {
    const held = this.pressed
    this.pressed = null
    clearTimeout(held?.timer)
    if (held?.by) this.enqueue(held.item, { by: held.by, edge: held.edge }, held.told)
    else held?.told()
  }

  private async tell(item: Item, move: Move): Promise<void> {
    const { client, t } = this
    const query = eventQuery(String(item.id), item.occurrence)
    try {
      const event = await client.fetchQuery(query)
      const span = spanAfterMove(event.span, move)
      const id = event.series ? event.occurrence : null
      const asked = id ? await this.ask(event, span) : undefined
      if (id && !asked) {
        this.draw(item, reverseMove(move, item, this.viewer.timeZone))
        return void refetchRanges(client)
      }
      const scope = asked?.scope
      const reach = id && scope ? { occurrence: { id, scope } } : {}
      const patch = asked?.patch ?? { span }
      const answer = await updateEvent({ id: event.id, version: event.version, patch, ...reach }, newKey())
      if (answer.ok) {
        const once = t('edge' in move && move.edge === 'end' ? 'resized' : 'moved')
        const day = scope && occurrenceDay(event, this.viewer)
        return this.saved(answer, day ? t('reached.move', { scope, day }) : once)
      }
      const otherwise = t(answer.error.code === 'CONFLICT' ? 'movedMeanwhile' : 'notMoved')
      toast({ text: await refusalText(answer, otherwise) })
    } catch (error) {
      const gone = error instanceof Error && error.message === '404'
      toast({ text: t(gone ? 'occurrenceGone' : 'notMovedOffline') })
    }
    client.invalidateQueries({ queryKey: query.queryKey })
    refetchRanges(client)
  }

  private async ask(event: EventDetail, span: Span) {
    const { movePatch } = await loadEngine()
    const patch = (scope: Scope) => movePatch(event.rules, event.span, span, scope)
    if (this.closed) return undefined
    const scope = await new Promise<Scope | undefined>((answer) => {
      this.answer = answer
      this.setQuestion({ event, work: { what: 'move', patch }, answer })
    })
    this.setQuestion(null)
    return scope && { scope, patch: patch(scope) }
  }
}
