'use client'

import { useTranslations } from 'next-intl'
import { Confirm } from '@/components/ui/confirm'
import { changeRole, transferGroup } from '@/lib/actions/groups'
import type { Member } from '@/lib/schemas/groups'
import type { GroupRun } from './run'

/** Asks whether to remove a member. */
export function ConfirmRemoval({
  member: { name, hasAccount },
  onYes,
  onNo,
}: {
  member: Member
  onYes(): void
  onNo(): void
}) {
  const t = useTranslations('group')
  const tMembers = useTranslations('members')
  return (
    <Confirm
      question={hasAccount ? t('removeConfirm', { name }) : tMembers('removeConfirm', { name })}
      yes={t('removeYes')}
      no={t('cancel')}
      onYes={onYes}
      onNo={onNo}
    />
  )
}

/** Asks whether to make a member an owner too, or instead of the viewer. */
export function ConfirmOwner({
  group,
  member: { userId: user, name },
  run,
  onClose,
}: {
  group: string
  member: Member
  run: GroupRun
  onClose(): void
}) {
  const t = useTranslations('group')
  return (
    <Confirm
      question={t('ownerConfirm', { name })}
      yes={t('addCoOwner')}
      no={t('cancel')}
      other={{
        label: t('transferOwnership'),
        run: () => {
          onClose()
          void run(() => transferGroup({ group, user }), t('ownershipTransferred', { name }))
        },
      }}
      onYes={() => {
        onClose()
        void run(() => changeRole({ group, user, role: 'owner' }), t('roleChanged', { name, role: 'owner' }))
      }}
      onNo={onClose}
    />
  )
}
