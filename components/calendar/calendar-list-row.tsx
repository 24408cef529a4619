'use client'
'use no memo'

import { Settings2, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { PlainLink } from '@/components/shell/link'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import styles from './calendar-list.module.css'
import type { useCalendarVisibility } from './calendar-visibility'

/** A calendar in the list, with a checkbox that shows and hides it. */
export function CalendarListRow({
  calendar: [id, name, color, , group, , hidden, sharedBy],
  all,
  setHidden,
  grouped,
}: {
  calendar: CalendarTuple
  all: CalendarTuple[]
  setHidden: ReturnType<typeof useCalendarVisibility>
  /** Whether the row is listed under the name of its group. */
  grouped: boolean
}) {
  const t = useTranslations('calendar')
  const isOnlyVisible = !hidden && all.every(([other, , , , , , hidden]) => hidden || other === id)
  return (
    <li className={isOnlyVisible && all.length > 1 ? `${styles.row} ${styles.onlyVisible}` : styles.row}>
      <label className={`c-${color}`}>
        <input type="checkbox" checked={!hidden} onChange={() => setHidden(new Map([[id, !hidden]]))} />
        <span>
          <span dir="auto">{name}</span>
          {/* A user's first calendar is named after the user, so the name of the owner would be repeated. */}
          {sharedBy && sharedBy !== name && (
            <>
              {' '}
              <small dir="auto">{sharedBy}</small>
            </>
          )}
        </span>
      </label>
      <span className={styles.actions}>
        {all.length > 1 && (
          <button
            type="button"
            className={styles.action}
            aria-label={isOnlyVisible ? t('showAll') : t('onlyThis', { name })}
            onClick={() => setHidden(isOnlyVisible ? allShown(all) : onlyOne(all, id))}
          >
            {t(isOnlyVisible ? 'all' : 'only')}
          </button>
        )}
        {group !== 0 && !grouped && !sharedBy && (
          <PlainLink href={`/groups/${group}`} className={styles.action} aria-label={t('groupOf', { name })}>
            <Users size={15} aria-hidden />
          </PlainLink>
        )}
        <PlainLink href={`/calendars/${id}`} className={styles.action} aria-label={t('settingsOf', { name })}>
          <Settings2 size={15} aria-hidden />
        </PlainLink>
      </span>
    </li>
  )
}

/** Returns the visibility changes that show all calendars. */
function allShown(all: CalendarTuple[]): Map<string, boolean> {
  return new Map(all.filter((calendar) => calendar[6]).map(([id]) => [id, false]))
}

function onlyOne(all: CalendarTuple[], visible: string): Map<string, boolean> {
  const isHidden = ([id]: CalendarTuple) => id !== visible
  return new Map(
    all
      .filter((calendar) => isHidden(calendar) !== Boolean(calendar[6]))
      .map((calendar) => [calendar[0], isHidden(calendar)]),
  )
}
