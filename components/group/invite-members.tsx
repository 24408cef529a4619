'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Segments, SelectField } from '@/components/ui/field'
import type { GroupOverview } from '@/lib/schemas/groups'
import type { InvitedRole } from '@/lib/schemas/invitations'
import { InviteByEmail } from './invite-by-email'
import { InviteByLink } from './invite-by-link'

const DAYS = { one: 1, week: 7, fortnight: 14, month: 30, year: 365 } as const

/** Invites people to the group by a link or by e-mail. */
export function InviteMembers({
  group,
  canSendMail,
  onCreated,
}: {
  group: GroupOverview
  canSendMail: boolean
  onCreated(): void
}) {
  const t = useTranslations('groupInvitations')
  const [way, setWay] = useState<'link' | 'email'>('link')
  const [role, setRole] = useState<InvitedRole>('editor')
  const [days, setDays] = useState<keyof typeof DAYS>('fortnight')
  const roles = (['editor', 'viewer', 'admin'] as const).filter(
    (role) => role !== 'admin' || group.role === 'owner',
  )
  const options = { group: group.id, role, days: DAYS[days] }
  return (
    <section className="card stack">
      <h2>{t('invite')}</h2>
      {canSendMail && (
        <Segments<'link' | 'email'>
          label={t('inviteWays')}
          name="way"
          value={way}
          options={[
            ['link', t('byLink')],
            ['email', t('byEmail')],
          ]}
          onChange={setWay}
        />
      )}
      {way === 'link' && <p className="muted">{t('inviteHint')}</p>}
      <div className="row">
        <SelectField
          label={t('permission')}
          value={role}
          options={roles.map((role) => [role, t(`permissions.${role}`)])}
          onChange={({ target }) => setRole(target.value as InvitedRole)}
        />
        <SelectField
          label={t('expiresAfter')}
          value={days}
          options={(Object.keys(DAYS) as (keyof typeof DAYS)[]).map((days) => [
            days,
            t(`dayChoices.${days}`),
          ])}
          onChange={({ target }) => setDays(target.value as keyof typeof DAYS)}
        />
      </div>
      {way === 'link' ? (
        <InviteByLink name={group.name} options={options} onCreated={onCreated} />
      ) : (
        <InviteByEmail options={options} onSent={onCreated} />
      )}
    </section>
  )
}
