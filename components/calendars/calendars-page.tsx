'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Toasts } from '@/components/ui/toast'
import { atLeast } from '@/lib/calendar/roles'
import type { CalendarOverview } from '@/lib/schemas/calendars'
import type { Viewer } from '@/lib/schemas/users'
import { Feeds } from './feeds'
import { NewCalendar } from './new-calendar'
import './calendars.css'

/** All calendars that one sees: taking them out, bringing events in, and letting others follow them. */
export function CalendarsPage({
  calendars,
  groups,
  viewer,
}: {
  calendars: CalendarOverview[]
  groups: { id: string; name: string }[]
  viewer: Viewer
}) {
  const t = useTranslations('calendars')
  const router = useRouter()
  return (
    <main className="page calendars" id="main">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <Link href="/import" prefetch={false} className="button primary">
          {t('import')}
        </Link>
      </div>
      {calendars.map((calendar) => {
        const { id, name, color, level, groupName } = calendar
        return (
          <section key={id} className="card stack" aria-label={name}>
            <div className="calendars-head">
              <h2 dir="auto">
                <span className={`dot c-${color}`} aria-hidden="true" /> {name}
              </h2>
              <small className="muted">
                {t(`levels.${level}`)}
                {groupName && <> · {t('ofGroup', { group: groupName })}</>}
              </small>
            </div>
            <div className="row">
              <a className="button" href={`/api/export/calendar/${id}`} download>
                {t('download')}
              </a>
              {level !== 'freebusy' && (
                <a className="button" href={`/api/export/archive?of=calendar:${id}`} download>
                  {t('archive')}
                </a>
              )}
              {atLeast(level, 'editor') && (
                <Link className="button" href={`/import?calendar=${id}`} prefetch={false}>
                  {t('importInto')}
                </Link>
              )}
            </div>
            {level === 'owner' && (
              <Feeds calendar={calendar} viewer={viewer} onChanged={() => router.refresh()} />
            )}
          </section>
        )
      })}
      <NewCalendar onMade={() => router.refresh()} />
      <section className="card stack">
        <h2>{t('together')}</h2>
        <p className="muted">{t('togetherHint')}</p>
        <ul className="rows">
          <li>
            <span className="grow">{t('everything')}</span>
            <Downloads file="/api/export/all" of="all" name={t('everything')} />
          </li>
          {groups.map(({ id, name }) => (
            <li key={id}>
              <span className="grow" dir="auto">
                {name}
              </span>
              <Downloads file={`/api/export/group/${id}`} of={`group:${id}`} name={name} />
            </li>
          ))}
        </ul>
      </section>
      <Toasts />
    </main>
  )
}

function Downloads({ file, of, name }: { file: string; of: string; name: string }) {
  const t = useTranslations('calendars')
  return (
    <span className="row">
      <a className="button" href={file} download aria-label={t('downloadOf', { name })}>
        {t('file')}
      </a>
      <a
        className="button"
        href={`/api/export/archive?of=${of}`}
        download
        aria-label={t('archiveOf', { name })}
      >
        {t('archiveShort')}
      </a>
    </span>
  )
}
