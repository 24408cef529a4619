'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormError } from '@/components/forms/submit-row'
import { useLive } from '@/components/live/live'
import { FindPerson } from '@/components/people/find-person'
import { usePeople } from '@/components/people/use-people'
import { SelectField } from '@/components/ui/field'
import { useLatestRequest } from '@/components/ui/latest-request'
import { DAY } from '@/lib/calendar/day'
import { longDay } from '@/lib/calendar/format'
import { canManageGroup, type Role } from '@/lib/calendar/roles'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { ActivityEntry, ActivityOutput } from '@/lib/schemas/activity'
import { ACTIVITY_KINDS } from '@/lib/schemas/choices'
import type { PeoplePage } from '@/lib/schemas/groups'
import type { Viewer } from '@/lib/schemas/users'
import styles from './activity.module.css'
import { ActivityEntryRow } from './entry'

/** A group's changes with author, time, and old and new values. New entries appear by themselves. */
export function ActivityPage({
  group,
  people: members,
  first,
  viewer,
  today,
  streams,
  realtime,
}: {
  group: { id: string; name: string; role: Role }
  people: PeoplePage
  first: ActivityOutput
  viewer: Viewer
  /** Today in the viewer's time zone, as a day number. */
  today: number
  streams: Record<string, number>
  realtime: RealtimeSettings
}) {
  const t = useTranslations('activity')
  const [filter, setFilter] = useState({ person: '', kind: '' })
  const { people, hasMore, query, setQuery } = usePeople(members, {
    group: group.id,
    selected: filter.person,
  })
  // The loaded entries, and the filter that they were loaded with.
  const [page, setPage] = useState({ ...first, filter })
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')

  const latest = useLatestRequest()

  const load = async (
    requested: typeof filter,
    { before, signal }: { before?: string | null; signal?: AbortSignal } = {},
  ): Promise<ActivityOutput | null> => {
    const params = Object.entries({ ...requested, before: before ?? '' }).filter(([, value]) => value)
    const query = new URLSearchParams(params)
    const path = `/api/view/group/${group.id}/activity?${query}`
    const response = await fetch(path, { signal: signal ?? null }).catch(() => null)
    if (response?.status === 404) location.assign('/groups')
    return response?.ok ? response.json().catch(() => null) : null
  }
  const chooseFilter = async (next: typeof filter) => {
    setFilter(next)
    setState('loading')
    const signal = latest()
    const firstPage = await load(next, { signal })
    if (signal.aborted) return
    if (firstPage) setPage({ ...firstPage, filter: next })
    setState(firstPage ? 'idle' : 'failed')
  }
  const loadEarlier = async () => {
    setState('loading')
    const signal = latest()
    const older = await load(filter, { before: page.before, signal })
    if (signal.aborted) return
    if (older)
      setPage((shown) => ({
        ...older,
        entries: mergeEntries(shown.entries, older.entries),
        filter: shown.filter,
      }))
    setState(older ? 'idle' : 'failed')
  }
  useLive(realtime, streams, async () => {
    const loadedFilter = page.filter
    const latestPage = await load(loadedFilter)
    // Loaded entries stay, new ones go above them. Ignored if the filter has changed since the request.
    if (latestPage)
      setPage((shown) =>
        shown.filter === loadedFilter
          ? { ...shown, entries: mergeEntries(latestPage.entries, shown.entries) }
          : shown,
      )
  })

  const kinds = ACTIVITY_KINDS.filter((kind) => kind !== 'invitation' || canManageGroup(group.role))
  const days = byDay(page.entries, viewer.timeZone)
  return (
    <main className={`page ${styles.activity}`} id="main">
      <div className="page-head">
        <h1 dir="auto">{t('title', { group: group.name })}</h1>
        <Link href={`/groups/${group.id}`} className="button">
          {t('back')}
        </Link>
      </div>
      {hasMore && <FindPerson query={query} onChange={setQuery} />}
      <div className="row">
        <SelectField
          label={t('person')}
          value={filter.person}
          options={[['', t('everybody')], ...people.map(([id, name]) => [id, name] as const)]}
          onChange={({ target }) => chooseFilter({ ...filter, person: target.value })}
        />
        <SelectField
          label={t('kind')}
          value={filter.kind}
          options={[['', t('everything')], ...kinds.map((kind) => [kind, t(`kinds.${kind}`)] as const)]}
          onChange={({ target }) => chooseFilter({ ...filter, kind: target.value })}
        />
      </div>
      {days.map(([day, entries]) => (
        <section key={day} className={styles.activityDay}>
          <h2>{longDay(day, viewer.locale)}</h2>
          <ol>
            {entries.map((entry) => (
              <ActivityEntryRow key={entry.id} entry={entry} viewer={viewer} today={today} />
            ))}
          </ol>
        </section>
      ))}
      {page.entries.length === 0 && (
        <div className="card empty">
          <p className="muted">{t(filter.person || filter.kind ? 'noneFound' : 'none')}</p>
        </div>
      )}
      <FormError error={state === 'failed' && t('failed')} />
      {page.before && (
        <button
          type="button"
          className={`button ${styles.earlier}`}
          disabled={state === 'loading'}
          onClick={loadEarlier}
        >
          {t(state === 'loading' ? 'loading' : 'earlier')}
        </button>
      )}
    </main>
  )
}

/** Concatenates two lists of entries without duplicates. */
function mergeEntries(newer: ActivityEntry[], older: ActivityEntry[]): ActivityEntry[] {
  const ids = new Set(newer.map(({ id }) => id))
  return [...newer, ...older.filter(({ id }) => !ids.has(id))]
}

function byDay(entries: ActivityEntry[], zone: string): [day: number, entries: ActivityEntry[]][] {
  const days: [number, ActivityEntry[]][] = []
  for (const entry of entries) {
    const day = Math.floor(wallAt(Date.parse(entry.at), zone) / DAY)
    const last = days.at(-1)
    if (last?.[0] === day) last[1].push(entry)
    else days.push([day, [entry]])
  }
  return days
}
