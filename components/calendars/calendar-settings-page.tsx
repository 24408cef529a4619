'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { DefaultAlarmsCard } from '@/components/alarms/default-alarms'
import { loadPage } from '@/components/forms/submit'
import { useLive } from '@/components/live/live'
import { PageTitle } from '@/components/ui/page-title'
import { Toasts } from '@/components/ui/toast'
import { isAtLeast } from '@/lib/calendar/roles'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { CalendarDetail } from '@/lib/schemas/calendars'
import type { PeoplePage } from '@/lib/schemas/groups'
import type { Viewer } from '@/lib/schemas/users'
import styles from './calendars.module.css'
import { DeleteCalendar } from './delete-calendar'
import { Feeds } from './feeds'
import { General } from './general'
import { LeaveCalendar } from './leave-calendar'
import { OwnView } from './own-view'
import { Sharing } from './sharing'
import { SyncedFrom } from './synced-from'

/** Settings of a calendar; updates live from its streams. */
export function CalendarSettingsPage({
  calendar,
  people,
  groups,
  viewer,
  streams,
  realtime,
}: {
  calendar: CalendarDetail
  /** People that the calendar can be shared with. */
  people: PeoplePage
  groups: { id: string; name: string }[]
  viewer: Viewer
  streams: Record<string, number>
  realtime: RealtimeSettings
}) {
  const t = useTranslations('calendarSettings')
  const tCalendars = useTranslations('calendars')
  const router = useRouter()
  const refresh = () => router.refresh()
  useLive(realtime, streams, refresh)
  const { id, name, level } = calendar
  const isOwner = level === 'owner'
  return (
    <main className={`page ${styles.calendars}`} id="main">
      <PageTitle
        title={name}
        color={calendar.ownColor ?? calendar.color}
        backTo={['/calendars', tCalendars('title')]}
      >
        <p className="muted">
          {calendar.groupName
            ? tCalendars('ofGroup', { group: calendar.groupName })
            : !calendar.isPersonal && calendar.ownerName
              ? t('by', { name: calendar.ownerName })
              : null}{' '}
          {tCalendars(`levels.${level}`)}
        </p>
        {calendar.source && <SyncedFrom source={calendar.source} />}
        {!isOwner && calendar.description && (
          <p className={styles.calendarDescription} dir="auto">
            {calendar.description}
          </p>
        )}
      </PageTitle>
      {isOwner && <General calendar={calendar} onSaved={refresh} />}
      <OwnView calendar={calendar} onSaved={refresh} />
      {isAtLeast(level, 'viewer') && (
        <DefaultAlarmsCard
          alarms={calendar.alarms}
          calendar={{ id, own: calendar.alarms.own }}
          viewer={viewer}
          onReset={() => loadPage(location.href)}
        />
      )}
      {isOwner && (
        <Sharing
          calendar={calendar}
          people={people}
          groups={groups}
          viewerId={viewer.id}
          onChanged={refresh}
        />
      )}
      <section className="card stack" aria-label={t('exchange')}>
        <h2>{t('exchange')}</h2>
        <div className="row">
          <a className="button" href={`/api/export/calendar/${id}`} download>
            {tCalendars('download')}
          </a>
          {isAtLeast(level, 'viewer') && (
            <a className="button" href={`/api/export/archive?of=calendar:${id}`} download>
              {tCalendars('archive')}
            </a>
          )}
          {isAtLeast(level, 'editor') && (
            <Link className="button" href={`/import?calendar=${id}`} prefetch={false}>
              {tCalendars('importInto')}
            </Link>
          )}
        </div>
        {isOwner && <Feeds calendar={calendar} viewer={viewer} onChanged={refresh} />}
      </section>
      {calendar.ownShareId && <LeaveCalendar share={calendar.ownShareId} name={name} />}
      {isOwner && <DeleteCalendar calendar={calendar} />}
      <Toasts />
    </main>
  )
}
