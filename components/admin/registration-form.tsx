'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { Toasts, toast } from '@/components/ui/toast'
import { updateInstance } from '@/lib/actions/instance'
import { REGISTRATION_POLICIES } from '@/lib/schemas/choices'
import styles from './admin.module.css'

/** Form that sets who may sign up. */
export function RegistrationForm({
  registration,
  version,
}: {
  registration: (typeof REGISTRATION_POLICIES)[number]
  version: number
}) {
  const t = useTranslations('adminSettings')
  const router = useRouter()
  const { busy, form, button, formError, submit } = useSubmit()
  const [chosen, setChosen] = useState(registration)
  const problem = formError()
  return (
    <form
      {...form}
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(
          () => updateInstance({ registration: chosen, version }),
          () => {
            toast({ text: t('saved') })
            router.refresh()
          },
        )
      }}
    >
      <fieldset className="stack">
        <legend className={styles.adminLegend}>{t('registration')}</legend>
        {REGISTRATION_POLICIES.map((kind) => (
          <label key={kind} className={styles.adminChoice}>
            <input
              type="radio"
              name="registration"
              value={kind}
              checked={chosen === kind}
              onChange={() => setChosen(kind)}
            />
            <span>
              {t(`registrations.${kind}`)}
              <br />
              <small className="muted">{t(`registrationHints.${kind}`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <SubmitRow error={problem}>
        <button type="submit" className="button primary" {...button}>
          {t(busy ? 'saving' : 'save')}
        </button>
      </SubmitRow>
      <Toasts />
    </form>
  )
}
