'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useLive } from '@/components/live/live'
import { Avatar } from '@/components/ui/avatar'
import { Toasts, toast } from '@/components/ui/toast'
import { leaveGroup, removeMember, revokeInvitation } from '@/lib/actions/groups'
import { managesGroup, mayRemove } from '@/lib/calendar/roles'
import type { RealtimeSettings } from '@/lib/realtime/client'
import type { GroupOverview } from '@/lib/schemas/groups'
import type { Viewer } from '@/lib/schemas/users'
import { Confirm } from './confirm'
import { Invite } from './invite'

/** A group: who is in it, and how others come in. It follows its stream, so it is true while one looks at it. */
export function GroupPage({
  initial,
  viewer,
  streams,
  realtime,
}: {
  initial: GroupOverview
  viewer: Viewer
  streams: Record<string, number>
  realtime: RealtimeSettings
}) {
  const t = useTranslations('groups')
  const [group, setGroup] = useState<GroupOverview | null>(initial)
  const [asking, setAsking] = useState<string | null>(null)
  const refetch = async () => {
    const answer = await fetch(`/api/view/group/${initial.id}`).catch(() => null)
    if (answer?.ok) setGroup(await answer.json())
    else if (answer?.status === 404) setGroup(null)
  }
  useLive(realtime, streams, refetch)

  const run = async (
    work: () => Promise<{ ok: true } | { ok: false; error: { code: string } }>,
    text?: string,
  ) => {
    setAsking(null)
    const answer = await work().catch(() => null)
    if (answer?.ok) {
      if (text) toast({ text })
      return refetch()
    }
    const lastOwner = answer?.error.code === 'CONFLICT'
    toast({ text: t(lastOwner ? 'lastOwner' : 'failed') })
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
      </main>
    )
  }

  const { locale, timeZone } = viewer
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', calendar: 'gregory', timeZone })
  return (
    <main className="page" id="main">
      <div className="page-head">
        <h1 dir="auto">{group.name}</h1>
        <Link href="/calendar" className="button">
          {t('openCalendar')}
        </Link>
      </div>
      {managesGroup(group.role) && <Invite group={group} onMade={refetch} />}
      {group.invitations.length > 0 && (
        <section className="card stack">
          <h2>{t('openInvitations')}</h2>
          <ul className="rows">
            {group.invitations.map(({ id, role, invitedBy, expiresAt, uses }) => (
              <li key={id}>
                <span className="grow">
                  {t('invitation', {
                    role: t(`roles.${role}`),
                    name: invitedBy,
                    date: date.format(new Date(expiresAt)),
                  })}
                  <br />
                  <small>{t('used', { count: uses })}</small>
                </span>
                <button
                  type="button"
                  className="button quiet"
                  onClick={() => run(() => revokeInvitation({ invitation: id }), t('withdrawn'))}
                >
                  {t('withdraw')}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="card stack">
        <h2>{t('members', { count: group.members.length })}</h2>
        <ul className="rows" aria-label={t('memberList')}>
          {group.members.map((member) => (
            <li key={member.id}>
              <Avatar id={member.id} name={member.name} />
              {asking === member.id ? (
                <Confirm
                  question={t('removeSure', { name: member.name })}
                  yes={t('removeYes')}
                  no={t('cancel')}
                  onYes={() =>
                    run(
                      () => removeMember({ group: group.id, user: member.id }),
                      t('removed', { name: member.name }),
                    )
                  }
                  onNo={() => setAsking(null)}
                />
              ) : (
                <>
                  <span className="grow" dir="auto">
                    {member.name} {member.id === viewer.id && <small>({t('you')})</small>}
                  </span>
                  <small>{t(`roles.${member.role}`)}</small>
                  {member.id !== viewer.id && mayRemove(group.role, member.role) && (
                    <button
                      type="button"
                      className="button quiet danger"
                      onClick={() => setAsking(member.id)}
                      aria-label={t('remove', { name: member.name })}
                    >
                      {t('removeYes')}
                    </button>
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      </section>
      {asking === 'leave' ? (
        <Confirm
          question={t('leaveSure', { group: group.name })}
          yes={t('leaveYes')}
          no={t('cancel')}
          onYes={() => run(() => leaveGroup({ group: group.id }))}
          onNo={() => setAsking(null)}
        />
      ) : (
        <div className="row-end">
          <button type="button" className="button quiet danger" onClick={() => setAsking('leave')}>
            {t('leave')}
          </button>
        </div>
      )}
      <Toasts />
    </main>
  )
}
