'use client'
'use no memo'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { PlainLink } from '@/components/shell/link'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import styles from './calendar-list.module.css'
import { CalendarListRow } from './calendar-list-row'
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
                className={styles.action}
                aria-label={t('manage')}
                title={t('manage')}
              >
                <Plus size={15} aria-hidden />
              </PlainLink>
            )}
          </div>
          <ul>
            {few.map((calendar) => (
              <CalendarListRow
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
