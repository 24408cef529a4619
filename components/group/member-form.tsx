'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { BirthdayField } from '@/components/account/birthday-field'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextField } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { addManagedMember, setMemberColor, updateManagedMember } from '@/lib/actions/groups'
import type { Color } from '@/lib/calendar/palette'
import type { Member } from '@/lib/schemas/groups'

/**
 * Form for the color of a member and, for members without an account, their name and birthday. Without `member`, it
 * adds a member without an account.
 */
export function MemberForm({
  group,
  member,
  onClose,
}: {
  group: string
  member?: Member
  /** Called with the name if it was saved. */
  onClose(saved?: string): void
}) {
  const t = useTranslations('members')
  const tBirthday = useTranslations('birthday')
  const { form, busy, button, fieldError, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const [name, setName] = useState(member?.name ?? '')
  const [birthday, setBirthday] = useState(member?.birthday ?? null)
  const [color, setColor] = useState<Color | null>((member?.color as Color | undefined) ?? null)
  const send = () => {
    if (!member) return addManagedMember({ group, name, birthday, ...(color && { color }) })
    const user = member.userId
    return member.hasAccount
      ? setMemberColor({ group, user, color: color! })
      : updateManagedMember({ group, user, name, birthday, color: color! })
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit(send, () => onClose(name))
  }
  return (
    <form
      {...form}
      className="stack grow"
      aria-label={member ? t(member.hasAccount ? 'colorOf' : 'edit', { name: member.name }) : t('add')}
      onSubmit={onSubmit}
      noValidate
    >
      {!member?.hasAccount && (
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          error={fieldError('name')}
          value={name}
          autoComplete="off"
          autoFocus
          onChange={({ target }) => setName(target.value)}
        />
      )}
      {!member?.hasAccount && (
        <BirthdayField
          value={birthday}
          hint={tBirthday('managed')}
          error={fieldError('birthday')}
          onChange={setBirthday}
        />
      )}
      {member ? (
        <Swatches<Color> label={t('color')} value={color!} error={fieldError('color')} onChange={setColor} />
      ) : (
        <Swatches<Color | null>
          label={t('color')}
          value={color}
          inherited={{ color: 'slate', label: t('automatic') }}
          error={fieldError('color')}
          onChange={setColor}
        />
      )}
      <SubmitRow error={formError('name', 'birthday', 'color')}>
        <button type="button" className="button" onClick={() => onClose()}>
          {t('cancel')}
        </button>
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'saving' : member ? 'save' : 'addShort')}
        </button>
      </SubmitRow>
    </form>
  )
}
