'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ResendConfirmation } from '@/components/account/resend-confirmation'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { TextArea } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { inviteByEmail } from '@/lib/actions/groups'
import { parseAddresses } from '@/lib/schemas/addresses'
import type { InvitedRole } from '@/lib/schemas/invitations'

/** Sends invitations to pasted addresses. If any address is invalid, sends nothing and lists the invalid ones. */
export function InviteByEmail({
  options,
  onSent,
}: {
  options: { group: string; role: InvitedRole; days: number }
  onSent(): void
}) {
  const t = useTranslations('groupInvitations')
  const { form, button, fieldError, fieldCode, formError, submit } = useSubmit({ hasUnsavedWarning: true })
  const [text, setText] = useState('')
  const [key, setKey] = useState(newKey)
  const [hasTried, setTried] = useState(false)
  const { valid, invalid } = parseAddresses(text)
  const invalidText = invalid.length
    ? t('emailsInvalid', { count: invalid.length, list: invalid.slice(0, 5).join(', ') })
    : valid.length
      ? undefined
      : t('emailsEmpty')

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (invalidText) return
    void submit(
      () => inviteByEmail({ ...options, emails: valid }, key),
      () => {
        toast({ text: t('sent', { count: valid.length }) })
        setText('')
        setTried(false)
        setKey(newKey())
        onSent()
      },
    )
  }
  const problem = formError('emails')
  return (
    <form {...form} className="stack" onSubmit={onSubmit} noValidate>
      <TextArea
        label={t('emails')}
        hint={t('emailsHint')}
        error={fieldError('emails') ?? (hasTried ? invalidText : undefined)}
        value={text}
        dir="ltr"
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
      {fieldCode('emails') === 'unverified_address' && <ResendConfirmation />}
      <SubmitRow error={problem}>
        <button type="submit" className="button primary" {...button}>
          {t('send', { count: invalid.length ? 0 : valid.length })}
        </button>
      </SubmitRow>
    </form>
  )
}
