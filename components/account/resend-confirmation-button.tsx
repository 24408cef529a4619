'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { sendVerification } from '@/lib/actions/security'
import styles from './confirm-address.module.css'

/** Sends the confirmation link again. */
export function ResendConfirmationButton() {
  const t = useTranslations('confirmAddress')
  const { busy, isReady, button, formError, submit } = useSubmit()
  const [isSent, setSent] = useState(false)
  const problem = formError()
  return (
    <span className={styles.again}>
      <button
        type="button"
        className="button"
        {...button}
        disabled={!isReady || isSent}
        onClick={() =>
          submit<object>(
            () => sendVerification(),
            () => setSent(true),
          )
        }
      >
        {t(busy ? 'sending' : isSent ? 'sent' : 'again')}
      </button>
      <span role="status" className="muted">
        {problem}
      </span>
    </span>
  )
}
