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

/** What moving takes, in a script of its own: it is fetched ahead, or when something is first taken hold of. */
export const loadMover = () => import('./mover')

/** Moving an event, or its end, by some wall time: drawn at once and told to the server after. A series asks how far it goes. */
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

  const ready = async (): Promise<Mover> => {
    const loaded = await loadMover()
    mover.current ??= new loaded.Mover(client, live, viewer, t, setQuestion)
    return mover.current
  }

  return {
    question,
    /** Fetches what a move will need, while the item is being carried. */
    take(item: Item): Item {
      ready().then(
        (mover) => mover.take(item),
        () => {},
      )
      return item
    },
    async move(item: Item, move: Move, byKey: boolean): Promise<void> {
      // Not waited for where it is here: what is let go of must not be seen to jump back first.
      if (mover.current) return mover.current.move(item, move, byKey)
      try {
        await (await ready()).move(item, move, byKey)
      } catch {
        toast({ text: t('notMovedOffline') })
      }
    },
  }
}
