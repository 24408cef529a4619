'use client'

import { EyeOff, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { useAfterSave } from '@/components/live/after-save'
import { Dialog } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import { unplaceBusy } from '@/lib/actions/events'
import { DAY } from '@/lib/calendar/day'
import { decodeCalendar, FLAG, type Item, spanOfItem } from '@/lib/calendar/tuple'
import { formatItemTime } from '@/lib/event-text/item-time'
import type { EventDialogProps } from './dialog-props'
import styles from './event.module.css'

/** A busy time without details. Editors of the calendar can remove it, except from its home calendar. */
export function BusyView({
  item,
  calendars,
  viewer,
  wall,
  live,
  onClose,
}: Omit<EventDialogProps, 'subject'> & { item: Item }) {
  const t = useTranslations('event')
  const afterSave = useAfterSave(live)
  const [isWorking, setWorking] = useState(false)
  // The calendar when the dialog opened: a refetch behind the dialog may reorder the calendars.
  const [{ id, name, color }] = useState(() => decodeCalendar(calendars[item.calendar]!))
  const remove = async () => {
    setWorking(true)
    const span = spanOfItem(item, viewer.timeZone)
    const response = await unplaceBusy({ calendar: id, span }, newKey()).catch(() => null)
    setWorking(false)
    if (!response) return toast({ text: t('offline') })
    if (response.ok) afterSave(response, t('removedFrom', { calendar: name }))
    else {
      const fallback = t(response.error.code === 'NOT_FOUND' ? 'gone' : 'notSaved')
      toast({ text: await refusalText(response, fallback) })
    }
    if (response.ok || response.error.code === 'NOT_FOUND') onClose()
  }
  return (
    <Dialog label={t('busy')} onClose={onClose} className={styles.eventView}>
      <header className={styles.eventTools}>
        <button type="button" className="button quiet icon" onClick={onClose} aria-label={t('close')}>
          <X size={18} aria-hidden />
        </button>
      </header>
      <div className={`${styles.eventBody} c-${color}`}>
        <h2>
          <span className={styles.eventMark} aria-hidden="true" />
          {t('busy')}
        </h2>
        <p className={styles.eventWhen}>{formatItemTime(item, viewer, Math.floor(wall / DAY), t)}</p>
        <p className={styles.eventLine}>
          <span className={`dot c-${color}`} aria-hidden="true" />
          <span dir="auto">{name}</span>
        </p>
        <p className={styles.eventLine}>
          <EyeOff size={16} aria-hidden /> {t('busyHint')}
        </p>
        {Boolean(item.flags & FLAG.nonHome) && (
          <button type="button" className="button" disabled={isWorking} onClick={remove}>
            {t('removeFrom', { calendar: name })}
          </button>
        )}
      </div>
    </Dialog>
  )
}
