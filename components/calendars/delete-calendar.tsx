'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { refusalText } from '@/components/forms/refusal-text'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { deleteCalendar } from '@/lib/actions/calendars'
import { restore } from '@/lib/actions/trash'
import type { CalendarDetail } from '@/lib/schemas/calendars'
import styles from './calendars.module.css'

/** Deletes the calendar after showing how many events and people that affects. */
export function DeleteCalendar({ calendar }: { calendar: CalendarDetail }) {
  const t = useTranslations('calendarSettings')
  const [isConfirming, setConfirming] = useState(false)
  const { deletion } = calendar
  return (
    <section className="card stack" aria-label={t('delete')}>
      <h2>{t('delete')}</h2>
      <div className="setting">
        <p className="muted">{deletion ? t('deleteHint') : t('deleteLast')}</p>
        {deletion && (
          <button type="button" className="button danger" onClick={() => setConfirming(true)}>
            {t('deleteOpen')}
          </button>
        )}
      </div>
      {isConfirming && deletion && (
        <DeleteDialog calendar={calendar} deletion={deletion} onClose={() => setConfirming(false)} />
      )}
    </section>
  )
}

function DeleteDialog({
  calendar: { id, name },
  deletion: { events, people },
  onClose,
}: {
  calendar: CalendarDetail
  deletion: { events: number; people: number }
  onClose(): void
}) {
  const t = useTranslations('calendarSettings')
  const router = useRouter()
  const { isReady, form, button, formError, submit } = useSubmit()
  const [typed, setTyped] = useState('')
  const isConfirmed = !people || typed.trim() === name

  const undoDelete = async () => {
    const response = await restore({ calendar: id }).catch(() => null)
    toast({ text: response?.ok ? t('restored') : await refusalText(response, t('failed')) })
    router.refresh()
  }
  const remove = (event: FormEvent) => {
    event.preventDefault()
    void submit(
      () => deleteCalendar({ calendar: id }),
      () => {
        toast({ text: t('deleted', { name }), action: { label: t('undo'), run: () => void undoDelete() } })
        router.push('/calendars')
        return 'leaving'
      },
    )
  }

  const problem = formError()
  return (
    <Dialog label={t('deleteConfirm', { name })} onClose={onClose}>
      <form {...form} className={`stack ${styles.deleteCalendar}`} onSubmit={remove}>
        <h2>{t('deleteConfirm', { name })}</h2>
        <p>{t('deleteEvents', { events })}</p>
        {people > 0 && (
          <>
            <p>{t('deletePeople', { people })}</p>
            <TextField
              label={t('deleteType', { name })}
              value={typed}
              autoComplete="off"
              data-autofocus
              onChange={({ target }) => setTyped(target.value)}
            />
          </>
        )}
        <SubmitRow error={problem}>
          <button type="button" className="button quiet" onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="submit" className="button danger" {...button} disabled={!isReady || !isConfirmed}>
            {t('deleteYes')}
          </button>
        </SubmitRow>
      </form>
    </Dialog>
  )
}
