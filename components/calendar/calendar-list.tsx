'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import { PlainLink } from '@/components/shell/link'
import { Plus } from '@/components/ui/icons'
import { type CalendarTuple, decodeCalendar } from '@/lib/calendar/tuple'
import styles from './calendar-list.module.css'
import { CalendarListRow } from './calendar-list-row'
import type { useCalendarVisibility } from './calendar-visibility'

/** A group of the viewer. */
export type GroupTuple = readonly [id: string, name: string]

interface Section {
  key: string
  title: string
  group?: string
  calendars: CalendarTuple[]
}

/** Lists the viewer's calendars by owner, to choose which of them the views show. */
export function CalendarList({
  calendars,
  groups,
  setHidden,
}: {
  calendars: CalendarTuple[]
  groups: GroupTuple[]
  setHidden: ReturnType<typeof useCalendarVisibility>
}) {
  const t = useTranslations('calendar')
  return (
    <>
      {sectionsOf(calendars, groups, t).map(({ key, title, group, calendars: sectionCalendars }) => (
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
                <Plus size={15} />
              </PlainLink>
            )}
          </div>
          <ul>
            {sectionCalendars.map((calendar) => (
              <CalendarListRow
                key={decodeCalendar(calendar).id}
                calendar={calendar}
                all={calendars}
                setHidden={setHidden}
                isUnderGroup={Boolean(group)}
              />
            ))}
          </ul>
        </section>
      ))}
      {!calendars.some((calendar) => decodeCalendar(calendar).group) && (
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
function sectionsOf(
  calendars: CalendarTuple[],
  groups: GroupTuple[],
  t: ReturnType<typeof useTranslations<'calendar'>>,
): Section[] {
  const shared = calendars.filter((calendar) => decodeCalendar(calendar).sharedBy)
  const calendarsOf = (group: string | 0) =>
    calendars.filter(
      (calendar) => decodeCalendar(calendar).group === group && !decodeCalendar(calendar).sharedBy,
    )
  const names = new Map(groups)
  const ids = [...new Set(calendars.flatMap((calendar) => decodeCalendar(calendar).group || []))].filter(
    (id) => calendarsOf(id).length,
  )
  const hasOwnSection = (group: string) => calendarsOf(group).length > 1 && names.has(group)
  const sections: Section[] = [
    {
      key: 'mine',
      title: t('mine'),
      calendars: calendarsOf(0),
    },
    {
      key: 'groups',
      title: t('groups'),
      calendars: ids.filter((id) => !hasOwnSection(id)).flatMap(calendarsOf),
    },
    ...ids
      .filter(hasOwnSection)
      .map((id) => ({ key: id, title: names.get(id)!, group: id, calendars: calendarsOf(id) })),
    { key: 'shared', title: t('shared'), calendars: shared },
  ]
  return sections.filter(({ calendars }) => calendars.length)
}
