'use client'

import { ChevronRight, Plus } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { canManageGroup } from '@/lib/calendar/roles'
import type { GroupOverview } from '@/lib/schemas/groups'
import styles from './group.module.css'

/** Calendars of a group. */
export function GroupCalendars({ group }: { group: GroupOverview }) {
  const t = useTranslations('group')
  return (
    <section className="card stack">
      <h2>{t('calendarsTitle')}</h2>
      {group.calendars.length ? (
        <ul className="rows">
          {group.calendars.map(({ id, name, color }) => (
            <li key={id}>
              <Link href={`/calendars/${id}`} prefetch={false} className={`${styles.groupCalendar} grow`}>
                <span className={`dot c-${color}`} aria-hidden="true" />
                <span className="grow" dir="auto">
                  {name}
                </span>
                <ChevronRight size={16} className="flips" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">{t('noCalendars')}</p>
      )}
      {canManageGroup(group.role) && (
        <div className="row-end">
          <Link href={`/calendars?of=${group.id}#new`} prefetch={false} className="button">
            <Plus size={16} aria-hidden /> {t('addCalendar')}
          </Link>
        </div>
      )}
    </section>
  )
}
