'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog'
import { hoursOnDay } from '@/lib/calendar/agenda'
import { DAY } from '@/lib/calendar/day'
import { longDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { itemsOfDay } from '@/lib/calendar/item-order'
import { type CalendarTuple, colorOf, FLAG, type Item, isUntitledBusy } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import { itemKey } from './chip'
import styles from './day-dialog.module.css'

/** Lists all events of a day. Opened by "+N more". */
export function DayDialog({
  day,
  items,
  calendars,
  viewer,
  onClose,
  onOpen,
  onCreate,
}: {
  day: number
  items: Item[]
  calendars: CalendarTuple[]
  viewer: Viewer
  onClose(): void
  onOpen(item: Item): void
  onCreate?: () => void
}) {
  const t = useTranslations('calendar')
  const title = longDay(day, viewer.locale)
  const hoursText = (item: Item) => {
    const hours = item.flags & FLAG.allDay ? undefined : hoursOnDay({ item }, day)
    if (!hours) return undefined
    return item.start < day * DAY ? `– ${fullTime(hours.end, viewer)}` : fullTime(hours.start, viewer)
  }
  return (
    <Dialog label={title} onClose={onClose} className={styles.dialog}>
      <header className="dialog-head">
        <h2>{title}</h2>
        {onCreate && (
          <button type="button" className="button quiet icon" onClick={onCreate} aria-label={t('newEvent')}>
            <Plus size={18} aria-hidden />
          </button>
        )}
        <button type="button" className="button quiet icon" onClick={onClose} aria-label={t('close')}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <ul className={styles.items}>
        {itemsOfDay(items, day).map((item, index) => (
          <li key={itemKey(item, index)}>
            <button
              type="button"
              className={`${styles.item} c-${colorOf(item, calendars)}`}
              onClick={() => onOpen(item)}
            >
              <span className={styles.when}>{hoursText(item) ?? t('allDay')}</span>
              <span className={styles.title} dir="auto">
                {item.title || t(isUntitledBusy(item) ? 'busy' : 'untitled')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
