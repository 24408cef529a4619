'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { eventPath } from '@/components/event/event-path'
import { newKey } from '@/components/forms/once'
import { updateEvent } from '@/components/offline/event-commands'
import { DAY } from '@/lib/calendar/day'
import { canWriteTo, colorOf, FLAG, type Item } from '@/lib/calendar/tuple'
import { formatItemTime } from '@/lib/event-text/item-time'
import { useHomeChange } from './after-change'
import styles from './home.module.css'
import type { HomeSectionProps } from './section-props'

/** Maximum number of reminders; further ones appear when these are marked as done. */
const MAX_SHOWN = 50

/** Lists due reminders to mark as done. */
export function DueReminders({ items, range, extras, viewer, today }: HomeSectionProps) {
  const t = useTranslations('home')
  const event = useTranslations('event')
  const runChange = useHomeChange()
  const [ticked, setTicked] = useState<string[]>([])
  const keyOf = ({ id, occurrence }: Item) => `${id} ${occurrence}`
  const open = items.filter(
    (item) =>
      item.flags & FLAG.reminder &&
      !(item.flags & (FLAG.done | FLAG.cancelled | FLAG.readOnly)) &&
      item.start < (today + 1) * DAY &&
      canWriteTo(range.calendars[item.calendar]) &&
      extras[String(item.id)] &&
      !ticked.includes(keyOf(item)),
  )
  const due = open.sort((a, b) => a.start - b.start).slice(0, MAX_SHOWN)
  if (!due.length) return null

  const tick = (item: Item) => {
    const { id, occurrence } = item
    if (!id) return
    setTicked((before) => [...before, keyOf(item)])
    const which = occurrence ? { occurrence: { id: occurrence, scope: 'this' as const } } : {}
    void runChange(
      () => updateEvent({ id, version: extras[id]!.version, patch: { done: true }, ...which }, newKey()),
      event('markedDone'),
      () => setTicked((before) => before.filter((key) => key !== keyOf(item))),
    )
  }

  return (
    <section className={styles.section} aria-labelledby="home-due">
      <h2 id="home-due">{t('due')}</h2>
      <ul className={`${styles.list} ${styles.compact}`}>
        {due.map((item) => (
          <li key={keyOf(item)} className={`${styles.task} c-${colorOf(item, range.calendars)}`}>
            <button
              type="button"
              className={styles.checkbox}
              onClick={() => tick(item)}
              aria-label={t('markDone', { title: item.title })}
            >
              <Check size={14} aria-hidden />
            </button>
            <div className={styles.details}>
              <Link href={eventPath(item)} prefetch={false} className={styles.title} dir="auto">
                {item.title || t('untitled')}
              </Link>
              <p className={styles.meta}>
                <span className={item.start < today * DAY ? styles.overdue : undefined}>
                  {formatItemTime(item, viewer, today, event)}
                </span>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
