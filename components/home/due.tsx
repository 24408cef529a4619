'use client'

import { Check } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { eventPath } from '@/components/event/event-path'
import { formatItemTime } from '@/components/event-text/item-time'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { toast } from '@/components/ui/toast'
import { undo, updateEvent } from '@/lib/actions/events'
import { DAY } from '@/lib/calendar/day'
import { FLAG, type Item } from '@/lib/calendar/tuple'
import styles from './home.module.css'
import type { HomeSectionProps } from './section-props'

/** Maximum number of reminders; more appear as these are marked as done. */
const MAX_SHOWN = 50

/** Lists due reminders to mark as done. */
export function Due({ items, range, extras, viewer, today }: HomeSectionProps) {
  const t = useTranslations('home')
  const event = useTranslations('event')
  const change = useTranslations('change')
  const router = useRouter()
  const [ticked, setTicked] = useState<string[]>([])
  const keyOf = ({ id, occurrence }: Item) => `${id} ${occurrence}`
  const open = items.filter(
    (item) =>
      item.flags & FLAG.reminder &&
      !(item.flags & (FLAG.done | FLAG.cancelled)) &&
      item.start < (today + 1) * DAY &&
      (range.calendars[item.calendar]?.[3] ?? 0) >= 3 &&
      extras[String(item.id)] &&
      !ticked.includes(keyOf(item)),
  )
  const due = open.sort((a, b) => a.start - b.start).slice(0, MAX_SHOWN)
  if (!due.length) return null

  const tick = async (item: Item) => {
    const { id, occurrence } = item
    if (!id) return
    setTicked((before) => [...before, keyOf(item)])
    const back = () => setTicked((before) => before.filter((key) => key !== keyOf(item)))
    const which = occurrence ? { occurrence: { id: occurrence, scope: 'this' as const } } : {}
    try {
      const version = extras[id]!.version
      const response = await updateEvent({ id, version, patch: { done: true }, ...which }, newKey())
      if (!response.ok) {
        back()
        return toast({ text: await refusalText(response, event('notSaved')) })
      }
      const { changeset } = response
      const undoTick = async (changeset: string) => {
        const undone = await undo({ changeset }, `undo-${changeset}`).catch(() => null)
        if (!undone?.ok) return toast({ text: await refusalText(undone, change('undoFailed')) })
        back()
        router.refresh()
      }
      toast({
        text: event('markedDone'),
        ...(changeset && { action: { label: change('undo'), run: () => undoTick(changeset) } }),
      })
      router.refresh()
    } catch {
      back()
      toast({ text: event('offline') })
    }
  }

  return (
    <section className={styles.section} aria-labelledby="home-due">
      <h2 id="home-due">{t('due')}</h2>
      <ul className={`${styles.list} ${styles.compact}`}>
        {due.map((item) => (
          <li
            key={keyOf(item)}
            className={`${styles.task} c-${item.color || range.calendars[item.calendar]![2]}`}
          >
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
