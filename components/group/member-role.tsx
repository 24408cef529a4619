'use client'

import { useTranslations } from 'next-intl'
import { changeRole } from '@/lib/actions/groups'
import { assignableRoles, type Role } from '@/lib/calendar/roles'
import type { GroupOverview } from '@/lib/schemas/groups'
import styles from './group.module.css'
import type { GroupRun } from './run'

/** The role of a member; a choice for viewers who may change it. */
export function MemberRole({
  group,
  name,
  user,
  role,
  isSelf,
  run,
  onOwner,
}: {
  group: GroupOverview
  name: string
  user: string
  role: Role
  isSelf: boolean
  run: GroupRun
  /** Called if the viewer chooses to make the member an owner. */
  onOwner(): void
}) {
  const t = useTranslations('group')
  const roles = isSelf ? [] : assignableRoles(group.role, role)
  if (!roles.length) return <small>{t(`roles.${role}`)}</small>
  return (
    <select
      className={`input ${styles.groupRole}`}
      aria-label={t('roleOf', { name })}
      value={role}
      onChange={({ target }) => {
        const next = target.value as Role
        if (next === 'owner') return onOwner()
        void run(
          () => changeRole({ group: group.id, user, role: next }),
          t('roleChanged', { name, role: next }),
        )
      }}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`roles.${role}`)}
        </option>
      ))}
    </select>
  )
}
