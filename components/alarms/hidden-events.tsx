'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Toasts, toast } from '@/components/ui/toast'
import { setLayer } from '@/lib/actions/layers'
import { DAY, dayNumber } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import type { HiddenEvent } from '@/lib/schemas/layers'
import type { Viewer } from '@/lib/schemas/users'
import styles from './alarms.module.css'

/** Lists the events that the user has hidden from their own view, each with a button that shows it again. */
export function HiddenEvents({
  events,
  viewer,
  now,
}: {
  events: readonly HiddenEvent[]
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('alarms')
  const [shown, setShown] = useState(events)
  const today = Math.floor(now / DAY)
  const show = async (event: HiddenEvent) => {
    const { id, occurrence } = event
    const response = await setLayer({ id, occurrence, patch: { hidden: false } }).catch(() => null)
    if (response?.ok) setShown((before) => before.filter((other) => other !== event))
    else toast({ text: t('notSaved') })
  }
  return (
    <section className="card stack" aria-label={t('hiddenEvents')}>
      <h2>{t('hiddenEvents')}</h2>
      <p className="muted">{t(shown.length ? 'hiddenHint' : 'noneHidden')}</p>
      {shown.length > 0 && (
        <ul className={styles.hidden}>
          {shown.map((event) => (
            <li key={`${event.id} ${event.occurrence}`}>
              <span>
                <bdi>{event.title}</bdi>
                <small>
                  {event.occurrence === null && event.repeats
                    ? t('allEvents')
                    : mediumDay(dayNumber(event.start.slice(0, 10)), viewer.locale, today)}
                </small>
              </span>
              <button type="button" className="button" onClick={() => void show(event)}>
                {t('showAgain')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Toasts />
    </section>
  )
}
