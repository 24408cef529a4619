'use client'

import { Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { ReceivedInvitations } from '@/components/group/received'
import { useLive } from '@/components/live/live'
import { Toasts, toast } from '@/components/ui/toast'
import { orderCalendars } from '@/lib/actions/calendars'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { CalendarOverview } from '@/lib/schemas/calendars'
import type { ReceivedShare } from '@/lib/schemas/shares'
import { CalendarRows } from './calendar-rows'
import styles from './calendars.module.css'
import { Downloads } from './downloads'
import { NewCalendar } from './new-calendar'

/** All calendars that the user sees, by owner; updates live from their streams. */
export function CalendarsPage({
  calendars,
  waiting,
  groups,
  newOwner,
  streams,
  realtime,
}: {
  calendars: CalendarOverview[]
  /** Calendars shared with the user that are not accepted yet. */
  waiting: ReceivedShare[]
  groups: { id: string; name: string; manages: boolean }[]
  /** The group preselected as owner of a new calendar. */
  newOwner?: string | undefined
  streams: Record<string, number>
  realtime: RealtimeSettings
}) {
  const t = useTranslations('calendars')
  const router = useRouter()
  const [status, setStatus] = useState('')
  useLive(realtime, streams, () => router.refresh())

  const sections = sectionsOf(calendars, groups)
  const order = async (key: string, ids: string[], moved: string) => {
    const { name } = calendars.find(({ id }) => id === moved)!
    setStatus(t('moved', { name, place: ids.indexOf(moved) + 1, count: ids.length }))
    const all = sections.flatMap((section) =>
      section.key === key ? ids : section.calendars.map(({ id }) => id),
    )
    const response = await orderCalendars({ calendars: all }).catch(() => null)
    if (!response?.ok) toast({ text: await refusalText(response, t('failed')) })
    router.refresh()
  }

  return (
    <main className={`page ${styles.calendars}`} id="main">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <div className="row-end">
          <Link href="/calendars/trash" prefetch={false} className="button quiet">
            <Trash2 size={16} aria-hidden /> {t('trash')}
          </Link>
          <Link href="/settings/calendars#subscribe" prefetch={false} className="button">
            {t('subscribe')}
          </Link>
          <Link href="/import" prefetch={false} className="button">
            {t('import')}
          </Link>
        </div>
      </div>
      <ReceivedInvitations shares={waiting} />
      {sections
        .filter((section) => section.calendars.length)
        .map(({ key, title, calendars }) => (
          <section
            key={key}
            className={styles.calendarsSection}
            aria-label={title ?? t(`sections.${key as 'own'}`)}
          >
            <h2 dir="auto">{title ?? t(`sections.${key as 'own'}`)}</h2>
            <CalendarRows calendars={calendars} onOrder={(ids, moved) => void order(key, ids, moved)} />
          </section>
        ))}
      <p className="visually-hidden" role="status">
        {status}
      </p>
      <NewCalendar groups={groups.filter(({ manages }) => manages)} preselected={newOwner} />
      <section className="card stack">
        <h2>{t('exportMultiple')}</h2>
        <p className="muted">{t('exportMultipleHint')}</p>
        <ul className="rows">
          <li>
            <span className={`grow ${styles.rowName}`}>{t('everything')}</span>
            <Downloads file="/api/export/all" scope="all" name={t('everything')} />
          </li>
          {groups.map(({ id, name }) => (
            <li key={id}>
              <span className={`grow ${styles.rowName}`} dir="auto">
                {name}
              </span>
              <Downloads file={`/api/export/group/${id}`} scope={`group:${id}`} name={name} />
            </li>
          ))}
        </ul>
      </section>
      <Toasts />
    </main>
  )
}

interface Section {
  key: string
  /** The group's name; null for the user's own and the shared calendars. */
  title: string | null
  calendars: CalendarOverview[]
}

/** Groups calendars into the user's own, those of each group, and those shared by others. */
function sectionsOf(calendars: CalendarOverview[], groups: { id: string; name: string }[]): Section[] {
  return [
    {
      ...{ key: 'own', title: null },
      calendars: calendars.filter(({ groupId, sharedBy }) => !groupId && !sharedBy),
    },
    ...groups.map(({ id, name }) => ({
      ...{ key: id, title: name },
      calendars: calendars.filter(({ groupId }) => groupId === id),
    })),
    { key: 'shared', title: null, calendars: calendars.filter(({ sharedBy }) => sharedBy) },
  ]
}
