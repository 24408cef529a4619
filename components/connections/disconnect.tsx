'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { toast } from '@/components/ui/toast'
import { disconnectBinding } from '@/lib/actions/sync'
import type { BindingHealth } from '@/lib/schemas/sync-health'
import { CopiesChoice } from './copies-choice'
import { useFocusOnReplacement } from './use-focus-on-replacement'

/** Ends the sync of a calendar, after asking whether its events stay. */
export function Disconnect({
  binding: { id, name, isFollowed },
  source,
}: {
  binding: BindingHealth
  source: string
}) {
  const t = useTranslations('sync')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const [copies, setCopies] = useState<'keep' | 'remove'>('keep')
  const section = useFocusOnReplacement<HTMLElement>(isOpen)
  const { form, button, formError, submit } = useSubmit()
  return (
    <section ref={section} className="card stack" aria-labelledby="disconnect">
      <h2 id="disconnect">{t('disconnect')}</h2>
      <p className="muted">{t('disconnectHint', { source })}</p>
      {!isOpen ? (
        <div className="row-end">
          <button type="button" className="button danger" onClick={() => setOpen(true)}>
            {t('disconnect')}
          </button>
        </div>
      ) : (
        <form
          {...form}
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            void submit<object>(
              () => disconnectBinding({ binding: id, copies }, newKey()),
              () => {
                toast({ text: t('disconnected', { name }) })
                router.push('/settings/calendars')
                return 'leaving'
              },
            )
          }}
        >
          {isFollowed ? (
            <p>{t('disconnectHandsOver')}</p>
          ) : (
            <CopiesChoice source={source} copies={copies} onChange={setCopies} />
          )}
          <SubmitRow error={formError()}>
            <button type="button" className="button" onClick={() => setOpen(false)}>
              {t('cancel')}
            </button>
            <button type="submit" className="button danger" {...button}>
              {t('disconnect')}
            </button>
          </SubmitRow>
        </form>
      )}
    </section>
  )
}
