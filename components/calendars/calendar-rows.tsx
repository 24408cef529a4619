'use client'

import { ChevronRight, Eye, EyeOff, GripVertical } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useOptimistic, useRef, useTransition } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { useReorder } from '@/components/ui/reorder'
import { toast } from '@/components/ui/toast'
import { updateCalendarSettings } from '@/lib/actions/calendars'
import { sourceValues } from '@/lib/calendar/tuple'
import type { CalendarOverview } from '@/lib/schemas/calendars'
import styles from './calendars.module.css'

/** Calendars that can be reordered, shown, hidden and opened. */
export function CalendarRows({
  calendars,
  onOrder,
}: {
  calendars: CalendarOverview[]
  onOrder(ids: string[], moved: string): void
}) {
  const t = useTranslations('calendars')
  const list = useRef<HTMLUListElement>(null)
  const { order, dragged, handle } = useReorder(
    calendars.map(({ id }) => id),
    list,
    onOrder,
  )
  const byId = new Map(calendars.map((calendar) => [calendar.id, calendar]))
  return (
    <ul className={`card ${styles.calendarRows}`} ref={list}>
      {order.flatMap((id) => {
        const calendar = byId.get(id)
        if (!calendar) return []
        const { name, color, level, sharedBy, source } = calendar
        return (
          <li key={id} data-dragged={dragged === id || undefined}>
            {calendars.length > 1 && (
              <button
                type="button"
                className={styles.handle}
                aria-label={t('reorder', { name })}
                {...handle(id)}
              >
                <GripVertical size={16} aria-hidden />
              </button>
            )}
            <Link href={`/calendars/${id}`} prefetch={false} className={styles.calendarLink}>
              <span className={`dot c-${color}`} aria-hidden="true" />
              <span className="grow">
                <span dir="auto">{name}</span>
                <small>
                  {sharedBy && (
                    <>
                      <bdi>{sharedBy}</bdi> ·{' '}
                    </>
                  )}
                  {t(`levels.${level}`)}
                  {source && (
                    <>
                      {' · '}
                      {t('source', sourceValues(source))}
                    </>
                  )}
                </small>
              </span>
              <ChevronRight size={16} className="flips" aria-hidden />
            </Link>
            <VisibilitySwitch calendar={calendar} />
          </li>
        )
      })}
    </ul>
  )
}

/** Switch that shows or hides the calendar in the user's own views. */
function VisibilitySwitch({ calendar: { id, name, hidden } }: { calendar: CalendarOverview }) {
  const t = useTranslations('calendars')
  const router = useRouter()
  const [, start] = useTransition()
  const [isHidden, setHidden] = useOptimistic(hidden)
  const toggle = () =>
    start(async () => {
      setHidden(!isHidden)
      const response = await updateCalendarSettings({ calendar: id, hidden: !isHidden }).catch(() => null)
      if (!response?.ok) toast({ text: await refusalText(response, t('failed')) })
      router.refresh()
    })
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-pressed={!isHidden}
      aria-label={t('shown', { name })}
      title={t(isHidden ? 'show' : 'hide')}
      onClick={toggle}
    >
      {isHidden ? <EyeOff size={17} aria-hidden /> : <Eye size={17} aria-hidden />}
    </button>
  )
}
