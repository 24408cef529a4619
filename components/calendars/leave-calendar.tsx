'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { navigateTo, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { Confirm } from '@/components/ui/confirm'
import { removeShare } from '@/lib/actions/shares'

/** Lets a sharee remove the calendar from their calendars. */
export function LeaveCalendar({ share, name }: { share: string; name: string }) {
  const t = useTranslations('calendarSettings')
  const { button, formError, submit } = useSubmit()
  const [confirming, setConfirming] = useState(false)
  const leave = () =>
    void submit(
      () => removeShare({ share }),
      () => navigateTo('/calendars'),
    )
  const problem = formError()
  return (
    <section className="card stack" aria-label={t('leave')}>
      <h2>{t('leave')}</h2>
      {confirming ? (
        <Confirm
          question={t('leaveConfirm', { name })}
          yes={t('leaveYes')}
          no={t('cancel')}
          onYes={leave}
          onNo={() => setConfirming(false)}
        />
      ) : (
        <div className="setting">
          <p className="muted">{t('leaveHint')}</p>
          <button type="button" className="button danger" {...button} onClick={() => setConfirming(true)}>
            {t('leaveYes')}
          </button>
        </div>
      )}
      <FormError error={problem} />
    </section>
  )
}
