'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { Dialog } from '@/components/ui/dialog'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { removeConnection } from '@/lib/actions/sync'
import { accountName } from '@/lib/schemas/account-name'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import { CopiesChoice } from './copies-choice'
import styles from './health.module.css'
import { kindName } from './kind-name'

/** Removes an account: ends the sync of all its calendars, and deletes the stored access. */
export function RemoveAccount({
  connection,
  onRemoved,
}: {
  connection: ConnectionHealth
  onRemoved(): void
}) {
  const t = useTranslations('sync')
  const isHydrated = useHydrated()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="button danger"
        disabled={!isHydrated}
        aria-label={t('removeAccountOf', { account: accountName(connection, useLocale()) })}
        onClick={() => setOpen(true)}
      >
        {t('removeAccount')}
      </button>
      {isOpen && (
        <RemoveDialog connection={connection} onRemoved={onRemoved} onClose={() => setOpen(false)} />
      )}
    </>
  )
}

function RemoveDialog({
  connection,
  onRemoved,
  onClose,
}: {
  connection: ConnectionHealth
  onRemoved(): void
  onClose(): void
}) {
  const t = useTranslations('sync')
  const { id, bindings } = connection
  const account = accountName(connection, useLocale())
  const router = useRouter()
  const [copies, setCopies] = useState<'keep' | 'remove'>('keep')
  const { form, button, formError, submit } = useSubmit()
  const question = t('removeAccountQuestion', { account })
  return (
    <Dialog label={question} onClose={onClose}>
      <form
        {...form}
        className={`stack ${styles.dialog}`}
        onSubmit={(event) => {
          event.preventDefault()
          void submit<object>(
            () => removeConnection({ connection: id, copies }, newKey()),
            () => {
              toast({ text: t('disconnected', { name: account }) })
              onClose()
              onRemoved()
              router.refresh()
            },
          )
        }}
      >
        <h2>{question}</h2>
        <p>{t('removeAccountHint')}</p>
        {bindings.length > 0 && (
          <CopiesChoice source={kindName(connection, t)} copies={copies} onChange={setCopies} />
        )}
        <SubmitRow error={formError()}>
          <button type="button" className="button" onClick={onClose} data-autofocus>
            {t('cancel')}
          </button>
          <button type="submit" className="button danger" {...button}>
            {t('removeAccount')}
          </button>
        </SubmitRow>
      </form>
    </Dialog>
  )
}
