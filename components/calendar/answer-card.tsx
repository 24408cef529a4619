'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { AnswerButtons } from '@/components/event/answer-buttons'
import { eventQueryOptions } from '@/components/event/event-query'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { useAfterSave } from '@/components/live/after-save'
import type { Live } from '@/components/live/live'
import { answerEvent } from '@/components/offline/event-commands'
import { toast } from '@/components/ui/toast'
import { DAY } from '@/lib/calendar/day'
import { FLAG, type Item } from '@/lib/calendar/tuple'
import { formatItemTime } from '@/lib/event-text/item-time'
import type { AnswerChoice } from '@/lib/schemas/choices'
import type { Viewer } from '@/lib/schemas/users'
import styles from './answer-card.module.css'

/** Delays before the card opens, so that it does not flicker, and before it closes, so that the mouse can reach it. */
const OPEN_DELAY_MS = 350
const CLOSE_DELAY_MS = 250

/** Width of the card in pixels, used to keep it inside the window. */
const CARD_WIDTH = 260

/**
 * A card with Yes, Maybe and No that opens while the mouse points at an unanswered invitation in a grid. With keyboard
 * or touch, users answer in the dialog of the event, which has the same buttons.
 */
export function AnswerCard({
  items,
  viewer,
  wall,
  live,
}: {
  items: readonly Item[]
  viewer: Viewer
  wall: number
  live: Live
}) {
  const t = useTranslations('event')
  const label = useId()
  const client = useQueryClient()
  const afterSave = useAfterSave(live)
  const [isSaving, setSaving] = useState(false)
  const { shown, close, cancelClose } = usePointedItem(items)
  if (!shown) return null
  const { item, box } = shown

  const choose = async (status: AnswerChoice) => {
    setSaving(true)
    try {
      const event = await client.fetchQuery(eventQueryOptions(String(item.id), item.occurrence))
      const { partySize, comment } = event.answer ?? { partySize: 1, comment: '' }
      const { id, version, series, occurrence } = event
      // A guest who is invited to single occurrences, not to the series, answers for the occurrence of the card.
      const single = series === null && occurrence !== null && { occurrence }
      const result = await answerEvent({ id, version, status, partySize, comment, ...single }, newKey())
      if (result.ok) afterSave(result, t('answerSaved'))
      else toast({ text: await refusalText(result, t('notSaved')) })
    } catch {
      toast({ text: t('offline') })
    }
    setSaving(false)
    close()
  }

  const leftEdge = Math.max(8, Math.min(box.left, innerWidth - CARD_WIDTH - 8))
  const isBelow = box.bottom + 120 < innerHeight
  return (
    <div
      className={styles.card}
      style={{
        left: leftEdge,
        width: CARD_WIDTH,
        ...(isBelow ? { top: box.bottom + 4 } : { bottom: innerHeight - box.top + 4 }),
      }}
      onPointerEnter={cancelClose}
      onPointerLeave={close}
    >
      <p id={label} className={styles.title} dir="auto">
        {item.title}
      </p>
      <p className="muted">{formatItemTime(item, viewer, Math.floor(wall / DAY), t)}</p>
      <AnswerButtons
        answer="needs-action"
        isSaving={isSaving}
        labelledBy={label}
        onChoose={(status) => void choose(status)}
      />
    </div>
  )
}

/** Returns the unanswered item on which the mouse rests, and the box in which the item is drawn. */
function usePointedItem(items: readonly Item[]) {
  const [shown, setShown] = useState<{ item: Item; box: DOMRect } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const schedule = (delay: number, run: () => void) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(run, delay)
  }
  const close = () => schedule(CLOSE_DELAY_MS, () => setShown(null))
  const cancelClose = () => clearTimeout(timer.current)
  const point = (element: HTMLElement | null) => {
    const item = element ? items[Number(element.dataset.item)] : undefined
    if (!element || !item || !(item.flags & FLAG.unanswered)) return close()
    schedule(OPEN_DELAY_MS, () => setShown({ item, box: element.getBoundingClientRect() }))
  }
  // The mouse may already point at an event when the script of this component has loaded.
  const pointAtHovered = useEffectEvent(() => point(document.querySelector('[data-item]:hover')))
  useEffect(() => {
    pointAtHovered()
    return () => clearTimeout(timer.current)
  }, [])
  useEffect(() => {
    const onOver = (event: PointerEvent) => {
      const target = event.target as HTMLElement
      if (event.pointerType !== 'mouse' || event.buttons || target.closest(`.${styles.card}`)) return
      point(target.closest<HTMLElement>('[data-item]'))
    }
    const hide = () => {
      clearTimeout(timer.current)
      setShown(null)
    }
    const onPress = ({ target }: Event) => {
      if (!(target as HTMLElement).closest(`.${styles.card}`)) hide()
    }
    document.addEventListener('pointerover', onOver)
    document.addEventListener('pointerdown', onPress)
    document.addEventListener('keydown', hide)
    document.addEventListener('scroll', hide, true)
    return () => {
      document.removeEventListener('pointerover', onOver)
      document.removeEventListener('pointerdown', onPress)
      document.removeEventListener('keydown', hide)
      document.removeEventListener('scroll', hide, true)
    }
  })
  return { shown, close, cancelClose }
}
