'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { CopyField } from '@/components/ui/copy-field'
import { SelectField } from '@/components/ui/field'
import { ShareButton } from '@/components/ui/share-button'
import { createInvitation } from '@/lib/actions/groups'
import type { InvitedRole } from '@/lib/schemas/invitations'

const MAX_USES = { one: 1, ten: 10, many: null } as const

/** Creates invitation links. A link is shown once, since only its hash is stored. */
export function InviteByLink({
  name,
  options,
  onCreated,
}: {
  /** The group's name. */
  name: string
  options: { group: string; role: InvitedRole; days: number }
  onCreated(): void
}) {
  const t = useTranslations('groupInvitations')
  const { button, formError, submit } = useSubmit()
  const [uses, setUses] = useState<keyof typeof MAX_USES>('many')
  const [link, setLink] = useState<string | null>(null)
  const problem = formError()
  const create = () => {
    void submit(
      () => createInvitation({ ...options, maxUses: MAX_USES[uses] }),
      ({ result }) => {
        setLink(`${location.origin}/join/${result.token}`)
        onCreated()
      },
    )
  }
  return (
    <>
      <div className="row">
        <SelectField
          label={t('maxUses')}
          value={uses}
          options={(['many', 'ten', 'one'] as const).map((count) => [count, t(`uses.${count}`)])}
          onChange={({ target }) => setUses(target.value as typeof uses)}
        />
        <button type="button" className="button primary" {...button} onClick={create}>
          {t('createLink')}
        </button>
      </div>
      <FormError error={problem} />
      {link && (
        <CopyField
          label={t('link')}
          hint={t('linkOnce')}
          value={link}
          copy={t('copy')}
          copied={t('copied')}
        />
      )}
      {link && <ShareButton title={name} text={t('shareText', { name })} url={link} label={t('share')} />}
    </>
  )
}
