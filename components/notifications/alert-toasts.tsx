'use client'

import { Bell, Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { eventPath } from '@/components/event/event-path'
import { newKey } from '@/components/forms/once'
import { PlainLink } from '@/components/shell/link'
import { NOTIFICATIONS_CHANGED } from '@/components/shell/watch-unseen'
import { useTopmostDialog } from '@/components/ui/open-dialogs'
import { toast } from '@/components/ui/toast'
import { dismissAlarm, snoozeAlarm } from '@/lib/actions/alarms'
import { updateEvent } from '@/lib/actions/events'
import { DAY } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { formatWhen } from '@/lib/event-text/when-text'
import type { OpenAlert } from '@/lib/schemas/alarms'
import { SNOOZE_CHOICES, type SnoozeChoice } from '@/lib/schemas/choices'
import type { Viewer } from '@/lib/schemas/users'
import styles from './alerts.module.css'

/**
 * Alerts that are due, each with controls to open, snooze, complete or dismiss it. While a modal dialog is open, it
 * contains them, because the rest of the page is inert.
 */
export function AlertToasts({
  alerts,
  viewer,
  onDone,
}: {
  alerts: readonly OpenAlert[]
  viewer: Viewer
  onDone(id: string): void
}) {
  const t = useTranslations('alarms')
  const dialog = useTopmostDialog()
  const section = (
    <section className={styles.alerts} aria-label={t('title')} aria-live="polite">
      {alerts.map((alert) => (
        <AlertToast key={alert.id} alert={alert} viewer={viewer} onDone={onDone} />
      ))}
    </section>
  )
  return dialog ? createPortal(section, dialog) : section
}

function AlertToast({
  alert: { id, title, when, isLate, openAt, version },
  viewer,
  onDone,
}: {
  alert: OpenAlert
  viewer: Viewer
  onDone(id: string): void
}) {
  const t = useTranslations('alarms')
  const event = useTranslations('event')
  const [isBusy, setBusy] = useState(false)
  const [today] = useState(() => Math.floor(wallAt(Date.now(), viewer.timeZone) / DAY))
  const href = eventPath({ ...openAt, occurrence: openAt.occurrence ?? 0 })

  const run = async (work: () => Promise<{ ok: boolean }>) => {
    if (isBusy) return
    setBusy(true)
    const done = await work().catch(() => null)
    setBusy(false)
    if (!done?.ok) return toast({ text: t('notSaved') })
    onDone(id)
    dispatchEvent(new Event(NOTIFICATIONS_CHANGED))
  }
  const complete = async () => {
    const { id: eventId, occurrence } = openAt
    const done = await updateEvent(
      {
        ...{ id: eventId, version: version!, patch: { done: true } },
        ...(occurrence && { occurrence: { id: occurrence, scope: 'this' as const } }),
      },
      newKey(),
    )
    return done.ok ? dismissAlarm({ notification: id }) : done
  }

  return (
    <div className={styles.alert}>
      <Bell size={18} aria-hidden />
      <div className={styles.text}>
        <PlainLink href={href}>
          <bdi>{title || event('untitled')}</bdi>
        </PlainLink>
        <small>
          {formatWhen(when, viewer, today, event)}
          {isLate && ` · ${t('late')}`}
        </small>
        <div className={styles.actions}>
          {version !== null && (
            <button
              type="button"
              className="button"
              aria-disabled={isBusy}
              onClick={() => void run(complete)}
            >
              <Check size={16} aria-hidden /> {event('markDone')}
            </button>
          )}
          <select
            className="input"
            aria-label={t('snooze')}
            value=""
            disabled={isBusy}
            onChange={({ target }) =>
              void run(() => snoozeAlarm({ notification: id, until: target.value as SnoozeChoice }))
            }
          >
            <option value="" disabled>
              {t('snooze')}
            </option>
            {SNOOZE_CHOICES.map((choice) => (
              <option key={choice} value={choice}>
                {t(`snoozeChoices.${choice}`)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <button
        type="button"
        className="button quiet icon"
        aria-label={t('dismiss')}
        aria-disabled={isBusy}
        onClick={() => void run(() => dismissAlarm({ notification: id }))}
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  )
}
