'use client'

import { Plus, Settings2, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { PlainLink } from '@/components/shell/link'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import styles from './calendar-list.module.css'
import type { useCalendarVisibility } from './calendar-visibility'

/** A group of the viewer. */
export type GroupTuple = readonly [id: string, name: string]

interface Part {
  key: string
  title: string
  group?: string
  calendars: CalendarTuple[]
}

/** Lists the viewer's calendars by owner, to choose which of them the views show. */
export function CalendarList({
  calendars,
  groups,
  hide,
}: {
  calendars: CalendarTuple[]
  groups: GroupTuple[]
  hide: ReturnType<typeof useCalendarVisibility>
}) {
  const t = useTranslations('calendar')
  return (
    <>
      {partsOf(calendars, groups, t).map(({ key, title, group, calendars: few }) => (
        <section key={key} className={styles.part}>
          <div className={styles.head}>
            <h2 dir="auto">{group ? <PlainLink href={`/groups/${group}`}>{title}</PlainLink> : title}</h2>
            {key === 'mine' && (
              <PlainLink
                href="/calendars"
                className={styles.way}
                aria-label={t('manage')}
                title={t('manage')}
              >
                <Plus size={15} aria-hidden />
              </PlainLink>
            )}
          </div>
          <ul>
            {few.map((calendar) => (
              <Row
                key={calendar[0]}
                calendar={calendar}
                all={calendars}
                hide={hide}
                grouped={Boolean(group)}
              />
            ))}
          </ul>
        </section>
      ))}
      {!calendars.some(([, , , , group]) => group) && (
        <p className={styles.hint}>
          {t('noGroups')} <PlainLink href="/groups/new">{t('createGroup')}</PlainLink>
        </p>
      )}
    </>
  )
}

function Row({
  calendar: [id, name, color, , group, , hidden, sharedBy],
  all,
  hide,
  grouped,
}: {
  calendar: CalendarTuple
  all: CalendarTuple[]
  hide: ReturnType<typeof useCalendarVisibility>
  /** Whether the row is listed under the name of its group. */
  grouped: boolean
}) {
  const t = useTranslations('calendar')
  const alone = !hidden && all.every(([other, , , , , , hidden]) => hidden || other === id)
  return (
    <li className={alone && all.length > 1 ? `${styles.row} ${styles.alone}` : styles.row}>
      <label className={`c-${color}`}>
        <input type="checkbox" checked={!hidden} onChange={() => hide(new Map([[id, !hidden]]))} />
        <span>
          <span dir="auto">{name}</span>
          {/* A user's first calendar has the name of its owner. */}
          {sharedBy && sharedBy !== name && (
            <>
              {' '}
              <small dir="auto">{sharedBy}</small>
            </>
          )}
        </span>
      </label>
      <span className={styles.ways}>
        {all.length > 1 && (
          <button
            type="button"
            className={styles.way}
            aria-label={alone ? t('showAll') : t('onlyThis', { name })}
            onClick={() => hide(alone ? allShown(all) : onlyOne(all, id))}
          >
            {t(alone ? 'all' : 'only')}
          </button>
        )}
        {group !== 0 && !grouped && !sharedBy && (
          <PlainLink href={`/groups/${group}`} className={styles.way} aria-label={t('groupOf', { name })}>
            <Users size={15} aria-hidden />
          </PlainLink>
        )}
        <PlainLink href={`/calendars/${id}`} className={styles.way} aria-label={t('settingsOf', { name })}>
          <Settings2 size={15} aria-hidden />
        </PlainLink>
      </span>
    </li>
  )
}

/**
 * Sections of the list: own calendars, groups, shared calendars. Groups with a single calendar share a section, since
 * that calendar usually has the group's name.
 */
function partsOf(
  calendars: CalendarTuple[],
  groups: GroupTuple[],
  t: ReturnType<typeof useTranslations<'calendar'>>,
): Part[] {
  const shared = calendars.filter((calendar) => calendar[7])
  const of = (group: string) => calendars.filter((calendar) => calendar[4] === group && !calendar[7])
  const names = new Map(groups)
  const ids = [...new Set(calendars.flatMap(([, , , , group]) => group || []))].filter((id) => of(id).length)
  const isLarge = (group: string) => of(group).length > 1 && names.has(group)
  const parts: Part[] = [
    {
      key: 'mine',
      title: t('mine'),
      calendars: calendars.filter((calendar) => !calendar[4] && !calendar[7]),
    },
    { key: 'groups', title: t('groups'), calendars: ids.filter((id) => !isLarge(id)).flatMap(of) },
    ...ids.filter(isLarge).map((id) => ({ key: id, title: names.get(id)!, group: id, calendars: of(id) })),
    { key: 'shared', title: t('shared'), calendars: shared },
  ]
  return parts.filter(({ calendars }) => calendars.length)
}

/** Returns the visibility changes that show all calendars. */
function allShown(all: CalendarTuple[]): Map<string, boolean> {
  return new Map(all.filter((calendar) => calendar[6]).map(([id]) => [id, false]))
}

function onlyOne(all: CalendarTuple[], only: string): Map<string, boolean> {
  const hides = ([id]: CalendarTuple) => id !== only
  return new Map(
    all
      .filter((calendar) => hides(calendar) !== Boolean(calendar[6]))
      .map((calendar) => [calendar[0], hides(calendar)]),
  )
}
