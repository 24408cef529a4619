'use client'

import { Activity, CalendarDays, ChevronRight, LogOut, Plus, Settings } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { useLive } from '@/components/live/live'
import { Avatar } from '@/components/ui/avatar'
import { Confirm } from '@/components/ui/confirm'
import { useLatestRequest } from '@/components/ui/latest-request'
import { Toasts, toast } from '@/components/ui/toast'
import { leaveGroup } from '@/lib/actions/groups'
import { canManageGroup } from '@/lib/calendar/roles'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { GroupOverview } from '@/lib/schemas/groups'
import type { Viewer } from '@/lib/schemas/users'
import styles from './group.module.css'
import { Invitations } from './invitations'
import { Invite } from './invite'
import { Members } from './members'
import { isOnlyOwner, OnlyOwner } from './only-owner'
import type { GroupRun } from './run'

/** Group page with members, calendars and invitations; updates live from its stream. */
export function GroupPage({
  initial,
  viewer,
  streams,
  realtime,
  canSendMail,
}: {
  initial: GroupOverview
  viewer: Viewer
  streams: Record<string, number>
  realtime: RealtimeSettings
  /** Whether this server is configured to send mail. */
  canSendMail: boolean
}) {
  const t = useTranslations('group')
  const [group, setGroup] = useState<GroupOverview | null>(initial)
  const [leaving, setLeaving] = useState<'sure' | 'alone' | null>(null)
  const latest = useLatestRequest()
  // After losing access, the page stops refetching.
  const hasLostAccess = useRef(false)
  const refetch = async () => {
    if (hasLostAccess.current) return
    const signal = latest()
    const response = await fetch(`/api/view/group/${initial.id}`, { signal }).catch(() => null)
    const found: GroupOverview | null = response?.ok ? await response.json().catch(() => null) : null
    if (signal.aborted) return
    if (found) setGroup(found)
    else if (response?.status === 404) {
      hasLostAccess.current = true
      setGroup(null)
    }
  }
  useLive(realtime, streams, refetch)

  const run: GroupRun = async (work, text) => {
    const response = await work().catch(() => null)
    if (response?.ok) {
      if (text) toast({ text })
      return refetch()
    }
    const code = response?.error.code
    const messageKey = code === 'CONFLICT' ? 'lastOwner' : code === 'INVALID' ? 'limitReached' : 'failed'
    toast({ text: t(messageKey) })
  }

  if (!group) {
    return (
      <main className="page" id="main">
        <div className="card empty">
          <h1>{t('gone')}</h1>
          <Link href="/calendar" className="button">
            {t('openCalendar')}
          </Link>
        </div>
        <Toasts />
      </main>
    )
  }

  const manages = canManageGroup(group.role)
  return (
    <main className={`page ${styles.groupPage}`} id="main">
      <header className={styles.groupHead}>
        <Avatar id={group.id} name={group.name} image={group.image} color={group.color} size="huge" />
        <div className={styles.groupName}>
          <h1 dir="auto">{group.name}</h1>
          {group.description && (
            <p className={styles.groupAbout} dir="auto">
              {group.description}
            </p>
          )}
        </div>
        <div className={styles.groupWays}>
          <Link href="/calendar" className="button primary">
            <CalendarDays size={16} aria-hidden /> {t('openCalendar')}
          </Link>
          <Link href={`/groups/${group.id}/activity`} prefetch={false} className="button">
            <Activity size={16} aria-hidden /> {t('activity')}
          </Link>
          {manages && (
            <Link href={`/groups/${group.id}/settings`} prefetch={false} className="button">
              <Settings size={16} aria-hidden /> {t('settings')}
            </Link>
          )}
          <button
            type="button"
            className="button quiet danger"
            aria-expanded={leaving !== null}
            onClick={() => setLeaving(isOnlyOwner(group) ? 'alone' : 'sure')}
          >
            <LogOut size={16} className="flips" aria-hidden /> {t('leave')}
          </button>
        </div>
      </header>
      {leaving === 'alone' && <OnlyOwner group={group} onClose={() => setLeaving(null)} />}
      {leaving === 'sure' && (
        <section className="card">
          <Confirm
            question={t('leaveConfirm', { group: group.name })}
            yes={t('leaveYes')}
            no={t('cancel')}
            onYes={() => {
              setLeaving(null)
              void run(() => leaveGroup({ group: group.id }))
            }}
            onNo={() => setLeaving(null)}
          />
        </section>
      )}
      <div className={styles.groupColumns}>
        <Members group={group} viewer={viewer} run={run} />
        <div className={styles.groupSide}>
          <section className="card stack">
            <h2>{t('calendarsTitle')}</h2>
            {group.calendars.length ? (
              <ul className="rows">
                {group.calendars.map(({ id, name, color }) => (
                  <li key={id}>
                    <Link
                      href={`/calendars/${id}`}
                      prefetch={false}
                      className={`${styles.groupCalendar} grow`}
                    >
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
            {manages && (
              <div className="row-end">
                <Link href={`/calendars?of=${group.id}#new`} prefetch={false} className="button">
                  <Plus size={16} aria-hidden /> {t('addCalendar')}
                </Link>
              </div>
            )}
          </section>
          {manages && <Invite group={group} canSendMail={canSendMail} onCreated={refetch} />}
          {group.invitations.length > 0 && (
            <Invitations group={group} viewer={viewer} canSendMail={canSendMail} run={run} />
          )}
        </div>
      </div>
      <Toasts />
    </main>
  )
}
