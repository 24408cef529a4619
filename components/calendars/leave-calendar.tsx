'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmLostEvents, lostEventsIn } from '@/components/forms/confirm-lost-events'
import { loadPage, useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { Confirm } from '@/components/ui/confirm'
import { removeShare } from '@/lib/actions/shares'
import type { LostEvents } from '@/lib/schemas/lost-events'

/** Lets a sharee remove the calendar from their calendars. */
export function LeaveCalendar({ share, name }: { share: string; name: string }) {
  const t = useTranslations('calendarSettings')
  const { button, formError, submit } = useSubmit()
  const [isConfirming, setConfirming] = useState(false)
  const [lost, setLost] = useState<LostEvents | null>(null)
  const leave = (hidden = 0) =>
    void submit(
      async () => {
        const response = await removeShare({ share, hidden })
        setLost(lostEventsIn(response))
        return response
      },
      () => loadPage('/calendars'),
    )
  const problem = lost ? null : formError()
  const close = () => {
    setConfirming(false)
    setLost(null)
  }
  return (
    <section className="card stack" aria-label={t('leave')}>
      <h2>{t('leave')}</h2>
      {lost ? (
        <ConfirmLostEvents lost={lost} onYes={() => leave(lost.count)} onNo={close} />
      ) : isConfirming ? (
        <Confirm
          question={t('leaveConfirm', { name })}
          yes={t('leaveYes')}
          no={t('cancel')}
          onYes={() => leave()}
          onNo={close}
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
