'use client'

import { UserMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Confirm } from '@/components/ui/confirm'
import { changeRole, removeMember, transferGroup } from '@/lib/actions/groups'
import { assignableRoles, canRemoveMember, type Role } from '@/lib/calendar/roles'
import type { GroupOverview, Member } from '@/lib/schemas/groups'
import styles from './group.module.css'
import type { GroupRun } from './run'

/** A member with the actions available to the viewer. Making the member an owner requires a confirmation. */
export function MemberRow({
  group,
  member,
  isSelf,
  run,
}: {
  group: GroupOverview
  member: Member
  isSelf: boolean
  run: GroupRun
}) {
  const t = useTranslations('group')
  const tMembers = useTranslations('members')
  const [confirming, setConfirming] = useState<'remove' | 'owner' | null>(null)
  const { userId: user, name, role } = member
  const roles = isSelf || !role ? [] : assignableRoles(group.role, role)
  const assign = (next: Role) =>
    run(() => changeRole({ group: group.id, user, role: next }), t('roleChanged', { name, role: next }))
  const confirm = (work: Promise<void>) => {
    setConfirming(null)
    void work
  }

  if (confirming === 'remove') {
    return (
      <li>
        <Confirm
          question={t('removeConfirm', { name })}
          yes={t('removeYes')}
          no={t('cancel')}
          onYes={() => confirm(run(() => removeMember({ group: group.id, user }), t('removed', { name })))}
          onNo={() => setConfirming(null)}
        />
      </li>
    )
  }
  if (confirming === 'owner') {
    return (
      <li>
        <Confirm
          question={t('ownerConfirm', { name })}
          yes={t('addCoOwner')}
          no={t('cancel')}
          other={{
            label: t('transferOwnership'),
            run: () =>
              confirm(
                run(() => transferGroup({ group: group.id, user }), t('ownershipTransferred', { name })),
              ),
          }}
          onYes={() => confirm(assign('owner'))}
          onNo={() => setConfirming(null)}
        />
      </li>
    )
  }
  return (
    <li>
      <Avatar id={user} name={name} image={member.image} color={member.color} />
      <span className="grow">
        <bdi>{name}</bdi> {isSelf && <small>({t('you')})</small>}
      </span>
      {role && roles.length > 0 ? (
        <select
          className={`input ${styles.groupRole}`}
          aria-label={t('roleOf', { name })}
          value={role}
          onChange={({ target }) => {
            const next = target.value as Role
            if (next === 'owner') setConfirming('owner')
            else void assign(next)
          }}
        >
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(`roles.${role}`)}
            </option>
          ))}
        </select>
      ) : (
        <small>{role ? t(`roles.${role}`) : tMembers('noAccount')}</small>
      )}
      {!isSelf && role && canRemoveMember(group.role, role) && (
        <button
          type="button"
          className="button quiet danger icon"
          onClick={() => setConfirming('remove')}
          aria-label={t('remove', { name })}
          title={t('remove', { name })}
        >
          <UserMinus size={17} className="flips" aria-hidden />
        </button>
      )}
    </li>
  )
}
