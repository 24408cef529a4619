'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { CalendarTuple } from '@/lib/calendar/tuple'

/** The calendars one sees, one's own and those of groups. */
export function CalendarList({ calendars }: { calendars: CalendarTuple[] }) {
  const t = useTranslations('calendar')
  const own = calendars.filter(([, , , level, group]) => !group && level === 4)
  const shared = calendars.filter(([, , , level, group]) => !group && level < 4)
  const ofGroups = calendars.filter(([, , , , group]) => group)
  return (
    <>
      <Section title={t('mine')} calendars={own} />
      <Section title={t('groups')} calendars={ofGroups} />
      <Section title={t('shared')} calendars={shared} />
      {!ofGroups.length && (
        <p className="side-hint">
          {t('noGroups')} <Link href="/groups/new">{t('makeGroup')}</Link>
        </p>
      )}
    </>
  )
}

function Section({ title, calendars }: { title: string; calendars: CalendarTuple[] }) {
  if (!calendars.length) return null
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {calendars.map(([id, name, color, , group]) => (
          <li key={id}>
            <span className={`dot c-${color}`} aria-hidden="true" />
            {group ? (
              <Link href={`/groups/${group}`} prefetch={false} dir="auto">
                {name}
              </Link>
            ) : (
              <span dir="auto">{name}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
