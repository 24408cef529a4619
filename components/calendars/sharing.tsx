'use client'

import { Mail, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { Avatar } from '@/components/ui/avatar'
import { Confirm } from '@/components/ui/confirm'
import { toast } from '@/components/ui/toast'
import { removeShare, updateShare } from '@/lib/actions/shares'
import type { Level } from '@/lib/calendar/roles'
import type { CalendarDetail } from '@/lib/schemas/calendars'
import { SHARE_LEVELS } from '@/lib/schemas/choices'
import type { PeoplePage } from '@/lib/schemas/groups'
import type { Share } from '@/lib/schemas/shares'
import styles from './calendars.module.css'
import { NewShare } from './new-share'

/** Lists the calendar's shares with their permission levels, and adds new ones. */
export function Sharing({
  calendar,
  people,
  groups,
  viewerId,
  onChanged,
}: {
  calendar: CalendarDetail
  people: PeoplePage
  groups: { id: string; name: string }[]
  viewerId: string
  onChanged(): void
}) {
  const t = useTranslations('calendarSettings')
  const [removing, setRemoving] = useState<string | null>(null)
  const run = async (work: () => Promise<{ ok: boolean }>, text: string) => {
    setRemoving(null)
    const response = await work().catch(() => null)
    toast({ text: response?.ok ? text : await refusalText(response, t('failed')) })
    onChanged()
  }
  return (
    <section className="card stack" aria-label={t('sharing')}>
      <h2>{t('sharing')}</h2>
      <p className="muted">
        {calendar.groupName ? t('sharedWithGroup', { group: calendar.groupName }) : t('sharingHint')}
      </p>
      {calendar.shares.length > 0 && (
        <ul className="rows" aria-label={t('shareList')}>
          {calendar.shares.map((share) => (
            <li key={share.id}>
              <ShareIcon share={share} />
              {removing === share.id ? (
                <Confirm
                  question={t('unshareConfirm', { name: share.name })}
                  yes={t('unshare')}
                  no={t('cancel')}
                  onYes={() =>
                    void run(() => removeShare({ share: share.id }), t('unshared', { name: share.name }))
                  }
                  onNo={() => setRemoving(null)}
                />
              ) : (
                <>
                  <span className={`grow ${styles.rowName}`}>
                    <bdi>{share.name}</bdi>
                    {share.to === 'email' && (
                      <small>{t(share.isWaiting ? 'notAccepted' : 'byAddress')}</small>
                    )}
                  </span>
                  <select
                    className={`input ${styles.shareLevel}`}
                    aria-label={t('permissionOf', { name: share.name })}
                    value={share.level}
                    onChange={({ target }) =>
                      void run(
                        () => updateShare({ share: share.id, level: target.value as Level }),
                        t('permissionChanged', { name: share.name }),
                      )
                    }
                  >
                    {SHARE_LEVELS.map((level) => (
                      <option key={level} value={level}>
                        {t(`levels.${level}`)}
                      </option>
                    ))}
                  </select>
                  <button
                    type="button"
                    className="button quiet danger"
                    aria-label={t('unshareWith', { name: share.name })}
                    onClick={() => setRemoving(share.id)}
                  >
                    {t('unshare')}
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <NewShare
        calendar={calendar}
        people={people}
        groups={groups}
        viewerId={viewerId}
        onCreated={onChanged}
      />
    </section>
  )
}

function ShareIcon({ share: { to, toId, name, color } }: { share: Share }) {
  if (to === 'user') return <Avatar id={toId!} name={name} color={color} />
  return (
    <span className="avatar c-slate" aria-hidden="true">
      {to === 'group' ? <Users size={14} /> : <Mail size={14} />}
    </span>
  )
}
