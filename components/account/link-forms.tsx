'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { signInByLink, verifyAddress } from '@/lib/actions/security'

/** Form that signs in by a mailed link. Opening the link alone does not use it up, since mail scanners open links. */
export function SignInByLink({
  token,
  returnTo,
  invitation,
}: {
  token: string
  returnTo: string
  invitation?: string
}) {
  const t = useTranslations('links')
  const { busy, form, button, formError, submit } = useSubmit()
  const problem = formError()
  return (
    <form
      {...form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit<object>(
          () => signInByLink({ token }, invitation),
          () => loadPage(returnTo),
        )
      }}
    >
      <FormError error={problem} />
      <button type="submit" className="button primary large" {...button}>
        {t(busy ? 'entering' : 'enter')}
      </button>
    </form>
  )
}

/** Form that confirms that an e-mail address belongs to the account. */
export function VerifyByLink({ token, email }: { token: string; email: string }) {
  const t = useTranslations('links')
  const { busy, form, button, formError, submit } = useSubmit()
  const [isVerified, setVerified] = useState(false)
  const [isTaken, setIsTaken] = useState(false)
  if (isVerified) {
    return (
      <div className="stack" role="status">
        <p className="lead">{t('verified', { email })}</p>
        <a href="/calendar" className="button primary large">
          {t('open')}
        </a>
      </div>
    )
  }
  const problem = formError()
  return (
    <form
      {...form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit<object>(
          async () => {
            const response = await verifyAddress({ token })
            setIsTaken(!response.ok && response.error.code === 'CONFLICT')
            return response
          },
          () => setVerified(true),
        )
      }}
    >
      <FormError error={problem && isTaken ? t('taken') : problem} />
      <button type="submit" className="button primary large" {...button}>
        {t(busy ? 'verifying' : 'verify')}
      </button>
    </form>
  )
}
