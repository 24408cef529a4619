'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { LaterConversation } from '@/components/comments/later-comments'
import { ConfirmLostEvents, lostEventsIn } from '@/components/forms/confirm-lost-events'
import { useLive } from '@/components/live/live'
import { Confirm } from '@/components/ui/confirm'
import { useLatestRequest } from '@/components/ui/latest-request'
import { Toasts, toast } from '@/components/ui/toast'
import { leaveGroup } from '@/lib/actions/groups'
import { muteGroup } from '@/lib/actions/notifications'
import { canManageGroup } from '@/lib/calendar/roles'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { GroupOverview } from '@/lib/schemas/groups'
import type { LostEvents } from '@/lib/schemas/lost-events'
import type { Viewer } from '@/lib/schemas/users'
import styles from './group.module.css'
import { GroupCalendars } from './group-calendars'
import { GroupHead } from './group-head'
import { GroupTasks } from './group-tasks'
import { Invitations } from './invitations'
import { InviteMembers } from './invite-members'
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
  const [leaving, setLeaving] = useState<'confirm' | 'only-owner' | null>(null)
  const [lost, setLost] = useState<LostEvents | null>(null)
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
  const live = useLive(realtime, streams, refetch)

  const run: GroupRun = async (work, text) => {
    const response = await work().catch(() => null)
    const lostEvents = lostEventsIn(response)
    if (lostEvents) return setLost(lostEvents)
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

  const leave = (confirmedLost = 0) => {
    setLeaving(null)
    setLost(null)
    void run(() => leaveGroup({ group: group.id, hidden: confirmedLost }))
  }
  const canManage = canManageGroup(group.role)
  return (
    <main className={`page ${styles.groupPage}`} id="main">
      <GroupHead
        group={group}
        isLeaving={leaving !== null}
        onMute={() =>
          void run(
            () => muteGroup({ group: group.id, muted: !group.muted }),
            t(group.muted ? 'unmuted' : 'muted'),
          )
        }
        onLeave={() => setLeaving(isOnlyOwner(group) ? 'only-owner' : 'confirm')}
      />
      {leaving === 'only-owner' && <OnlyOwner group={group} onClose={() => setLeaving(null)} />}
      {leaving === 'confirm' && (
        <section className="card">
          <Confirm
            question={t('leaveConfirm', { group: group.name })}
            yes={t('leaveYes')}
            no={t('cancel')}
            onYes={() => leave()}
            onNo={() => setLeaving(null)}
          />
        </section>
      )}
      {lost && (
        <section className="card">
          <ConfirmLostEvents lost={lost} onYes={() => leave(lost.count)} onNo={() => setLost(null)} />
        </section>
      )}
      <div className={styles.groupColumns}>
        <section className={`card ${styles.conversation}`}>
          <LaterConversation
            group={group.id}
            viewer={viewer}
            live={live}
            retryText={t('retryConversation')}
          />
        </section>
        <div className={styles.groupSide}>
          <Members group={group} viewer={viewer} run={run} refetch={() => void refetch()} />
          <GroupTasks group={group} />
          <GroupCalendars group={group} />
          {canManage && <InviteMembers group={group} canSendMail={canSendMail} onCreated={refetch} />}
          {group.invitations.length > 0 && (
            <Invitations group={group} viewer={viewer} canSendMail={canSendMail} run={run} />
          )}
        </div>
      </div>
      <Toasts />
    </main>
  )
}
