'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import type { Move } from '@/lib/calendar/edits/move'
import type { Item } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import type { Mover, ScopeQuestion } from './mover'

/** Loads the code that moves events: in advance, or when an item is first grabbed. */
export const loadMover = () => import('./mover')

/** Moves events and their ends: optimistically, then on the server. For a series, asks which occurrences to move. */
export function useMove(live: Live, viewer: Viewer) {
  const client = useQueryClient()
  const t = useTranslations('change')
  const [question, setQuestion] = useState<ScopeQuestion | null>(null)
  const mover = useRef<Mover>(null)
  useEffect(
    () => () => {
      mover.current?.close()
      mover.current = null
    },
    [],
  )

  const getMover = async (): Promise<Mover> => {
    const loaded = await loadMover()
    if (!mover.current) mover.current = new loaded.Mover(client, live, viewer, t, setQuestion)
    return mover.current
  }

  return {
    question,
    /** Prefetches what a move needs, while the item is being dragged. */
    prefetch(item: Item): Item {
      getMover().then(
        (mover) => mover.prefetch(item),
        () => {},
      )
      return item
    },
    async move(item: Item, move: Move, byKey: boolean): Promise<void> {
      // Does not wait if the code is loaded, or the dropped item would jump back for a frame.
      if (mover.current) return mover.current.move(item, move, byKey)
      try {
        await (await getMover()).move(item, move, byKey)
      } catch {
        toast({ text: t('notMovedOffline') })
      }
    },
  }
}
