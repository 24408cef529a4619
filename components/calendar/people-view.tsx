'use client'

import { useTranslations } from 'next-intl'
import { type MouseEvent, useMemo, useState } from 'react'
import { itemsByPerson } from '@/lib/calendar/event-people'
import type { Span } from '@/lib/calendar/span'
import { canWriteTo, decodeCalendar, type Item } from '@/lib/calendar/tuple'
import { calendarPath, showRoute } from './calendar-route'
import { DaysNotLoaded } from './not-loaded'
import { PeopleDay } from './people-day'
import type { PersonColumn } from './people-props'
import styles from './people-view.module.css'
import { PeopleWeek } from './people-week'
import { usePeopleView } from './use-people-view'
import { readViewCookie, storeViewCookie } from './view-cookie'
import type { ViewProps } from './view-props'

const NO_ITEMS: Item[] = []

/** The events of a day or week by member of a group. */
export function PeopleView(props: ViewProps) {
  const { view, date, groups, initialGroup, items, calendars, viewer } = props
  const t = useTranslations('peopleView')
  const [chosen, setChosen] = useState(() => initialGroup ?? readViewCookie('group'))
  const [target, setTarget] = useState(0)
  const group = (groups.find(([id]) => id === chosen) ?? groups[0])?.[0]
  const { data, missing, refetch } = usePeopleView(group, props)
  const columns = useMemo(() => {
    const members = [null, ...(data?.members ?? [])]
    const byPerson =
      data?.isComplete && group
        ? itemsByPerson(items, calendars, data.people, { group, count: data.members.length })
        : []
    return members.map((member, index): PersonColumn => {
      const own = byPerson[index]?.items ?? NO_ITEMS
      if (!member) return { member, name: t('everyone'), color: 'slate', items: own }
      const name = member.userId === viewer.id ? t('you', { name: member.name }) : member.name
      return { member, name, color: member.color, items: own }
    })
  }, [data, items, calendars, group, viewer.id, t])
  if (!group) return <NoGroup />

  const onCreateIn = (index: number, day: number, span?: Span) => {
    setTarget(index)
    const { member } = columns[index]!
    const calendar = calendars.find((each) => decodeCalendar(each).group === group && canWriteTo(each))
    props.onCreate(day, span, {
      ...(calendar && { calendarId: calendar[0] }),
      ...(member && { attendees: [{ userId: member.userId, email: null, name: member.name }] }),
    })
  }
  const onMode = (event: MouseEvent, mode: 'people' | 'people-week') => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    showRoute({ view: mode, date })
  }
  const Grid = view === 'people-week' ? PeopleWeek : PeopleDay
  return (
    <>
      <div className={styles.bar}>
        {groups.length > 1 ? (
          <select
            className={styles.group}
            aria-label={t('group')}
            value={group}
            onChange={({ target: { value } }) => {
              setChosen(value)
              storeViewCookie('group', value)
            }}
          >
            {groups.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <bdi className={styles.groupName}>{groups[0]![1]}</bdi>
        )}
        <nav className={styles.modes} aria-label={t('period')}>
          {(['people', 'people-week'] as const).map((mode) => (
            <a
              key={mode}
              href={calendarPath({ view: mode, date })}
              aria-current={mode === view ? 'page' : undefined}
              onClick={(event) => onMode(event, mode)}
            >
              {t(mode === 'people' ? 'day' : 'week')}
            </a>
          ))}
        </nav>
      </div>
      {!props.missing && <DaysNotLoaded isOverGrid reason={missing} onRetry={refetch} />}
      <Grid
        {...props}
        columns={columns}
        target={Math.min(target, columns.length - 1)}
        onCreateIn={onCreateIn}
      />
      {data && data.more > 0 && <p className={styles.more}>{t('more', { count: data.more })}</p>}
    </>
  )
}

function NoGroup() {
  const t = useTranslations('peopleView')
  return (
    <div className={styles.empty}>
      <p>{t('noGroup')}</p>
      <a className="button" href="/groups">
        {t('createGroup')}
      </a>
    </div>
  )
}
