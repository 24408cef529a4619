'use client'

import { Palette, Pencil, UserMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { removeManagedMember, removeMember } from '@/lib/actions/groups'
import { canManageGroup, canRemoveMember } from '@/lib/calendar/roles'
import type { GroupOverview, Member } from '@/lib/schemas/groups'
import styles from './group.module.css'
import { MemberForm } from './member-form'
import { ConfirmOwner, ConfirmRemoval } from './member-questions'
import { MemberRole } from './member-role'
import type { GroupRun } from './run'

/** A member with the actions available to the viewer. Asks before it removes the member or makes them an owner. */
export function MemberListItem({
  group,
  member,
  isSelf,
  run,
  onSaved,
}: {
  group: GroupOverview
  member: Member
  isSelf: boolean
  run: GroupRun
  /** Called when the name or color was saved. */
  onSaved(): void
}) {
  const t = useTranslations('group')
  const tMembers = useTranslations('members')
  const [open, setOpen] = useState<'remove' | 'owner' | 'form' | null>(null)
  const formButton = useRef<HTMLButtonElement>(null)
  const wasFormOpen = useRef(false)
  // When the form closes, the button that opened it gets the focus back.
  useEffect(() => {
    if (wasFormOpen.current && open === null) formButton.current?.focus()
    wasFormOpen.current = open === 'form'
  }, [open])
  const { userId: user, name, role, hasAccount } = member
  const canManage = canManageGroup(group.role)
  const close = () => setOpen(null)

  if (open === 'remove') {
    const ids = { group: group.id, user }
    return (
      <li>
        <ConfirmRemoval
          member={member}
          onYes={() => {
            close()
            void run(() => (hasAccount ? removeMember : removeManagedMember)(ids), t('removed', { name }))
          }}
          onNo={close}
        />
      </li>
    )
  }
  if (open === 'owner') {
    return (
      <li>
        <ConfirmOwner group={group.id} member={member} run={run} onClose={close} />
      </li>
    )
  }
  if (open === 'form') {
    return (
      <li className={styles.memberForm}>
        <Avatar id={user} name={name} image={member.image} color={member.color} />
        <MemberForm
          group={group.id}
          member={member}
          onClose={(saved) => {
            close()
            if (saved !== undefined) onSaved()
          }}
        />
      </li>
    )
  }
  const formLabel = tMembers(hasAccount ? 'colorOf' : 'edit', { name })
  const Icon = hasAccount ? Palette : Pencil
  const canRemove = role ? !isSelf && canRemoveMember(group.role, role) : canManage
  return (
    <li>
      <Avatar id={user} name={name} image={member.image} color={member.color} />
      <span className="grow">
        <bdi>{name}</bdi> {isSelf && <small>({t('you')})</small>}
      </span>
      {role ? (
        <MemberRole {...{ group, name, user, role, isSelf, run }} onOwner={() => setOpen('owner')} />
      ) : (
        <small>{tMembers('noAccount')}</small>
      )}
      {(canManage || isSelf) && (
        <button
          type="button"
          ref={formButton}
          className="button quiet icon"
          onClick={() => setOpen('form')}
          aria-label={formLabel}
          title={formLabel}
        >
          <Icon size={17} aria-hidden />
        </button>
      )}
      {canRemove && (
        <button
          type="button"
          className={`button quiet danger icon ${styles.removeMember}`}
          onClick={() => setOpen('remove')}
          aria-label={t('remove', { name })}
          title={t('remove', { name })}
        >
          <UserMinus size={17} className="flips" aria-hidden />
        </button>
      )}
    </li>
  )
}
