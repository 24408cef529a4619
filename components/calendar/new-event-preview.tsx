'use client'

import { useTranslations } from 'next-intl'
import { useLayoutEffect, useMemo, useState } from 'react'
import { createPortal } from 'react-dom'
import type { PreviewProps } from '@/components/event/quick-editor'
import { useHasPainted } from '@/components/ui/painted'
import { showsSheets } from '@/components/ui/popover'
import { DAY } from '@/lib/calendar/day'
import { spanOfDraft } from '@/lib/calendar/draft'
import { shortTime } from '@/lib/calendar/format-time'
import { isBar } from '@/lib/calendar/month'
import { wallsOf } from '@/lib/calendar/span'
import { FLAG, type Item } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { DropPreview } from './hours-preview'
import styles from './new-event-preview.module.css'
import { findPreviewCells, scrollToPreview } from './preview-cells'

/**
 * Draws a new event into the cells of the grid on the page. Not part of the views, so that they are not rendered for
 * each key press.
 */
export function NewEventPreview(props: PreviewProps & { viewer: Viewer }) {
  // A popover is placed beside the event, which is therefore drawn first.
  const [isDrawnFirst] = useState(() => !showsSheets())
  const hasPainted = useHasPainted()
  return (isDrawnFirst || hasPainted) && <Preview {...props} />
}

function Preview({ title, span, color, viewer, onDraw }: PreviewProps & { viewer: Viewer }) {
  const t = useTranslations('event')
  const { start, end } = wallsOf(spanOfDraft(span), viewer.timeZone)
  const flags = span.allDay ? FLAG.allDay : 0
  const item: Item = {
    ...{ id: 0, calendar: -1, title: title.trim() || t('untitled'), color, occurrence: 0, flags },
    ...{ start, end: Math.max(start, end) },
  }
  const isWide = isBar(item)
  // Read while rendering: an effect would draw in a second pass, which delays the first paint of the editor.
  const cells = useMemo(() => findPreviewCells(start, end, isWide), [start, end, isWide])
  useLayoutEffect(() => {
    const drawn = cells[0]?.element.querySelector<HTMLElement>('[data-preview]') ?? null
    onDraw(drawn)
    return drawn ? scrollToPreview(drawn) : undefined
  }, [cells, onDraw])
  return cells.map(({ element, day, lane, days }) =>
    createPortal(
      lane === undefined ? (
        <DropPreview item={item} day={day} calendars={[]} viewer={viewer} />
      ) : (
        <div
          className={`${styles.chip} c-${color}`}
          style={{ '--lane': lane, '--day-span': days } as React.CSSProperties}
          data-preview=""
          aria-hidden="true"
        >
          {!span.allDay && start >= day * DAY && <small>{shortTime(start, viewer)}</small>}
          <bdi>{item.title}</bdi>
        </div>
      ),
      element,
      String(day),
    ),
  )
}
