'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import { PlainLink } from '@/components/shell/link'
import { Settings2, Users } from '@/components/ui/icons'
import { type CalendarTuple, decodeCalendar, sourceValues } from '@/lib/calendar/tuple'
import styles from './calendar-list.module.css'
import type { useCalendarVisibility } from './calendar-visibility'

/** A calendar in the list, with a checkbox that shows and hides it. */
export function CalendarListRow({
  calendar,
  all,
  setHidden,
  isUnderGroup,
}: {
  calendar: CalendarTuple
  all: CalendarTuple[]
  setHidden: ReturnType<typeof useCalendarVisibility>
  /** Whether the row is listed under the name of its group. */
  isUnderGroup: boolean
}) {
  const t = useTranslations('calendar')
  const { id, name, color, group, isHidden, sharedBy, source } = decodeCalendar(calendar)
  const others = all.map(decodeCalendar).filter((other) => other.id !== id)
  const isOnlyVisible = !isHidden && others.every((other) => other.isHidden)
  return (
    <li className={isOnlyVisible && all.length > 1 ? `${styles.row} ${styles.onlyVisible}` : styles.row}>
      <label className={`c-${color}`}>
        <input type="checkbox" checked={!isHidden} onChange={() => setHidden(new Map([[id, !isHidden]]))} />
        <span>
          <span dir="auto">{name}</span>
          {/* A user's first calendar is named after the user, so the name of the owner would be repeated. */}
          {sharedBy && sharedBy !== name && (
            <>
              {' '}
              <small dir="auto">{sharedBy}</small>
            </>
          )}
          {source && (
            <>
              {' '}
              <small>{t('source', sourceValues(source))}</small>
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
        {group !== 0 && !isUnderGroup && !sharedBy && (
          <PlainLink href={`/groups/${group}`} className={styles.action} aria-label={t('groupOf', { name })}>
            <Users size={15} />
          </PlainLink>
        )}
        <PlainLink href={`/calendars/${id}`} className={styles.action} aria-label={t('settingsOf', { name })}>
          <Settings2 size={15} />
        </PlainLink>
      </span>
    </li>
  )
}

/** Returns the changes that show all calendars, as ids with whether they become hidden. */
function allShown(all: CalendarTuple[]): Map<string, boolean> {
  const hidden = all.map(decodeCalendar).filter(({ isHidden }) => isHidden)
  return new Map(hidden.map(({ id }) => [id, false]))
}

/** Returns the changes that hide all calendars except one. */
function onlyOne(all: CalendarTuple[], visible: string): Map<string, boolean> {
  const changed = all.map(decodeCalendar).filter(({ id, isHidden }) => isHidden !== (id !== visible))
  return new Map(changed.map(({ id }) => [id, id !== visible]))
}
