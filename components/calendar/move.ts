'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { newKey } from '@/components/errors/once'
import { eventQuery } from '@/components/event/event-query'
import { useSaved } from '@/components/event/saved'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { updateEvent } from '@/lib/actions/events'
import { withShift } from '@/lib/calendar/reduce'
import { shiftDays } from '@/lib/calendar/span'
import type { Item } from '@/lib/calendar/tuple'
import { changeRanges, refetchRanges } from './ranges'

/** Moving an event by days, drawn at once and told to the server after. */
export function useMove(live: Live) {
  const client = useQueryClient()
  const t = useTranslations('event')
  const saved = useSaved(live)

  const last = useRef<Promise<void>>(null)

  const tell = async (id: string, days: number): Promise<void> => {
    try {
      const event = await client.fetchQuery(eventQuery(id))
      const patch = { span: shiftDays(event.span, days) }
      const answer = await updateEvent({ id, version: event.version, patch }, newKey())
      if (answer.ok) return saved(answer, t('moved'), id)
      toast({ text: answer.error.code === 'CONFLICT' ? t('movedMeanwhile') : t('notMoved') })
    } catch {
      toast({ text: t('notMovedOffline') })
    }
    client.invalidateQueries({ queryKey: eventQuery(id).queryKey })
    refetchRanges(client)
  }

  return {
    /** Fetches what a move will need, while the item is being carried. */
    take(item: Item): boolean {
      client.prefetchQuery(eventQuery(String(item.id)))
      return true
    },
    async move(item: Item, days: number): Promise<void> {
      const id = String(item.id)
      changeRanges(client, (range) => withShift(range, id, item.occurrence, days))
      // The next move builds on what this one has made of the event, so it waits for it.
      const turn = (last.current ?? Promise.resolve()).then(() => tell(id, days))
      last.current = turn
      await turn
    },
  }
}
