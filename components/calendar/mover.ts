import type { QueryClient } from '@tanstack/react-query'
import type { useTranslations } from 'next-intl'
import { eventQueryOptions } from '@/components/event/event-query'
import type { ScopedChange } from '@/components/event/scope-choices'
import { occurrenceDay } from '@/components/event/scope-text'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { createAfterSave } from '@/components/live/after-save'
import type { Live } from '@/components/live/live'
import { beginOptimisticUpdate, refetchRanges, updateRanges } from '@/components/live/ranges'
import { updateEvent } from '@/components/offline/event-commands'
import { toast } from '@/components/ui/toast'
import { type Move, type MovedPart, reverseMove, spanAfterMove, withMove } from '@/lib/calendar/edits/move'
import type { EditScope } from '@/lib/calendar/edits/plan'
import type { Span } from '@/lib/calendar/span'
import type { Item } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'

/** The question which occurrences of a series a move applies to. `answer` without a scope cancels the move. */
export interface ScopeQuestion {
  event: EventDetail
  change: ScopedChange
  answer(scope?: EditScope): void
}

/** Loads the recurrence engine: pages do not contain it. */
const loadEngine = () => import('@/components/event/scope-choices')

/** Time after the last key press before a series asks for the scope, so that repeated presses are one move. */
const KEY_PAUSE_MS = 450

/** Draws moves at once, and sends them to the server one after another. */
export class Mover {
  private lastSend: Promise<void> = Promise.resolve()
  private pendingPress: { item: Item; edge: MovedPart; by: number; timer: number; endUpdate(): void } | null =
    null
  private readonly afterSave: ReturnType<typeof createAfterSave>
  private isClosed = false
  private answer: ((scope?: EditScope) => void) | undefined

  constructor(
    private readonly client: QueryClient,
    live: Live,
    private readonly viewer: Viewer,
    private readonly t: ReturnType<typeof useTranslations<'change'>>,
    private readonly setQuestion: (question: ScopeQuestion | null) => void,
  ) {
    this.afterSave = createAfterSave(client, live, t)
  }

  /** Prefetches what a move of a pressed item needs. */
  prefetch(item: Item): void {
    this.client.prefetchQuery(eventQueryOptions(String(item.id), item.occurrence))
    if (item.occurrence) loadEngine().catch(() => {})
  }

  async move(item: Item, move: Move, byKey: boolean): Promise<void> {
    this.showMove(item, move)
    if ('to' in move) {
      const endUpdate = beginOptimisticUpdate()
      this.flush()
      return this.enqueue(item, move, endUpdate)
    }
    const { by, edge } = move
    const endUpdate = beginOptimisticUpdate()
    const pending = this.pendingPress
    const isContinued =
      pending &&
      pending.item.id === item.id &&
      pending.item.occurrence === item.occurrence &&
      pending.edge === edge
    if (!isContinued) this.flush()
    if (!byKey || !item.occurrence) return this.enqueue(item, move, endUpdate)
    if (isContinued) {
      clearTimeout(pending.timer)
      pending.endUpdate()
    }
    const timer = window.setTimeout(() => this.flush(), KEY_PAUSE_MS)
    this.pendingPress = { item, edge, by: by + (isContinued ? pending.by : 0), timer, endUpdate }
  }

  /** Called when the page closes: cancels a move that waits for an answer. */
  close(): void {
    this.isClosed = true
    this.flush()
    this.answer?.()
  }

  private showMove({ id, occurrence }: Item, move: Move): void {
    const { timeZone } = this.viewer
    updateRanges(this.client, (range) => withMove(range, String(id), occurrence, move, timeZone))
  }

  private enqueue(item: Item, move: Move, endUpdate: () => void): Promise<void> {
    // The next move needs the version of the event that this one creates.
    this.lastSend = this.lastSend.then(() => this.send(item, move)).finally(endUpdate)
    return this.lastSend
  }

  /** Sends the move by key that waits for further presses. */
  private flush(): void {
    const pending = this.pendingPress
    this.pendingPress = null
    clearTimeout(pending?.timer)
    if (pending?.by) this.enqueue(pending.item, { by: pending.by, edge: pending.edge }, pending.endUpdate)
    else pending?.endUpdate()
  }

  private async send(item: Item, move: Move): Promise<void> {
    const { client, t } = this
    const query = eventQueryOptions(String(item.id), item.occurrence)
    try {
      const event = await client.fetchQuery(query)
      const span = spanAfterMove(event.span, move)
      const id = event.series ? event.occurrence : null
      const choice = id ? await this.ask(event, span) : undefined
      if (id && !choice) {
        this.showMove(item, reverseMove(move, item, this.viewer.timeZone))
        return void refetchRanges(client)
      }
      const scope = choice?.scope
      const target = id && scope ? { occurrence: { id, scope } } : {}
      const patch = choice?.patch ?? { span }
      const response = await updateEvent({ id: event.id, version: event.version, patch, ...target }, newKey())
      if (response.ok) {
        const message = t('edge' in move && move.edge === 'end' ? 'resized' : 'moved')
        const day = scope && occurrenceDay(event, this.viewer)
        return this.afterSave(response, day ? t('reached.move', { scope, day }) : message)
      }
      const fallback = t(response.error.code === 'CONFLICT' ? 'movedMeanwhile' : 'notMoved')
      toast({ text: await refusalText(response, fallback) })
    } catch (error) {
      const isDeleted = error instanceof Error && error.message === '404'
      toast({ text: t(isDeleted ? 'occurrenceGone' : 'notMovedOffline') })
    }
    client.invalidateQueries({ queryKey: query.queryKey })
    refetchRanges(client)
  }

  /** Asks which occurrences of a series to move; undefined if the user cancels. */
  private async ask(event: EventDetail, span: Span) {
    const { movePatch } = await loadEngine()
    const patch = (scope: EditScope) => movePatch(event.rules, event.span, span, scope)
    if (this.isClosed) return undefined
    const scope = await new Promise<EditScope | undefined>((answer) => {
      this.answer = answer
      this.setQuestion({ event, change: { type: 'move', patch }, answer })
    })
    this.setQuestion(null)
    return scope && { scope, patch: patch(scope) }
  }
}
