'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { newKey } from '@/components/errors/once'
import { eventQuery } from '@/components/event/event-query'
import { useSaved } from '@/components/event/saved'
import type { Work } from '@/components/event/scope-choices'
import { occurrenceDay } from '@/components/event/scope-text'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { updateEvent } from '@/lib/actions/events'
import { carried, type Edge, withCarried } from '@/lib/calendar/edits/carry'
import type { Scope } from '@/lib/calendar/edits/plan'
import type { Span } from '@/lib/calendar/span'
import type { Item } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { changeRanges, drawnAhead, refetchRanges } from './ranges'

/** What is asked of a move within a series; `answer` without a scope: it is not to be. */
export interface Question {
  event: EventDetail
  work: Work
  answer(scope?: Scope): void
}

/** How series repeat, in a script of its own: a page has none of it until something asks. */
const loadEngine = () => import('@/components/event/scope-choices')

/** How long the keys have to rest before a series asks: one presses an arrow more than once. */
const REST_MS = 450

/** Moving an event, or its end, by some wall time: drawn at once and told to the server after. A series asks how far it goes. */
export function useMove(live: Live, viewer: Viewer) {
  const client = useQueryClient()
  const t = useTranslations('change')
  const saved = useSaved(live)
  const [question, setQuestion] = useState<Question | null>(null)
  const last = useRef<Promise<void>>(null)
  const pressed = useRef<{ item: Item; edge: Edge; by: number; timer: number; told(): void } | null>(null)

  const draw = ({ id, occurrence }: Item, by: number, edge: Edge) =>
    changeRanges(client, (range) => withCarried(range, String(id), occurrence, by, edge, viewer.timeZone))

  const ask = async (event: EventDetail, span: Span) => {
    const { movePatch } = await loadEngine()
    const patch = (scope: Scope) => movePatch(event.rules, event.span, span, scope)
    const scope = await new Promise<Scope | undefined>((answer) =>
      setQuestion({ event, work: { what: 'move', patch }, answer }),
    )
    setQuestion(null)
    return scope && { scope, patch: patch(scope) }
  }

  const tell = async (item: Item, by: number, edge: Edge): Promise<void> => {
    const query = eventQuery(String(item.id), item.occurrence)
    try {
      const event = await client.fetchQuery(query)
      const span = carried(event.span, by, edge)
      const id = event.series ? event.occurrence : null
      const asked = id ? await ask(event, span) : undefined
      if (id && !asked) {
        draw(item, -by, edge)
        return void refetchRanges(client)
      }
      const scope = asked?.scope
      const reach = id && scope ? { occurrence: { id, scope } } : {}
      const patch = asked?.patch ?? { span }
      const answer = await updateEvent({ id: event.id, version: event.version, patch, ...reach }, newKey())
      if (answer.ok) {
        const once = t(edge === 'all' ? 'moved' : 'resized')
        return saved(answer, scope ? t('reached.move', { scope, day: occurrenceDay(event, viewer) }) : once)
      }
      toast({ text: answer.error.code === 'CONFLICT' ? t('movedMeanwhile') : t('notMoved') })
    } catch (error) {
      const gone = error instanceof Error && error.message === '404'
      toast({ text: t(gone ? 'occurrenceGone' : 'notMovedOffline') })
    }
    client.invalidateQueries({ queryKey: query.queryKey })
    refetchRanges(client)
  }

  const enqueue = (item: Item, by: number, edge: Edge, told: () => void): Promise<void> => {
    // The next move builds on what this one has made of the event, so it waits for it.
    const turn = (last.current ?? Promise.resolve()).then(() => tell(item, by, edge)).finally(told)
    last.current = turn
    return turn
  }

  const flush = () => {
    const held = pressed.current
    pressed.current = null
    clearTimeout(held?.timer)
    if (held?.by) enqueue(held.item, held.by, held.edge, held.told)
    else held?.told()
  }

  return {
    question,
    /** Fetches what a move will need, while the item is being carried. */
    take(item: Item): Item {
      client.prefetchQuery(eventQuery(String(item.id), item.occurrence))
      if (item.occurrence) loadEngine().catch(() => {})
      return item
    },
    async move(item: Item, by: number, edge: Edge, byKey: boolean): Promise<void> {
      draw(item, by, edge)
      const told = drawnAhead()
      const held = pressed.current
      const goesOn =
        held && held.item.id === item.id && held.item.occurrence === item.occurrence && held.edge === edge
      if (!goesOn) flush()
      if (!byKey || !item.occurrence) return enqueue(item, by, edge, told)
      if (goesOn) {
        clearTimeout(held.timer)
        held.told()
      }
      const timer = window.setTimeout(flush, REST_MS)
      pressed.current = { item, edge, by: by + (goesOn ? held.by : 0), timer, told }
    },
  }
}
