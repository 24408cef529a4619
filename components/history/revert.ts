import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { useAfterSave } from '@/components/live/after-save'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { restoreEventFields } from '@/lib/actions/events'
import type { HistoryField } from '@/lib/calendar/history'
import type { EventChange, EventHistoryOutput, HistoryEntry } from '@/lib/schemas/history'

/** Returns `run`, which reverts a change or all changes of an entry, then shows a toast. `isBusy`: whether it runs. */
export function useRevert({ id, version }: EventHistoryOutput, live: Live) {
  const t = useTranslations('history')
  const event = useTranslations('event')
  const afterSave = useAfterSave(live)
  const [isBusy, setBusy] = useState(false)
  const run = async ({ changeset }: HistoryEntry, change?: EventChange) => {
    if (isBusy) return
    setBusy(true)
    try {
      const target = change && { field: change.field as HistoryField, occurrence: change.occurrence }
      const response = await restoreEventFields({ id, version, changeset, ...target }, newKey())
      if (response.ok) afterSave(response, t('reverted'), { staysOpen: true })
      else {
        const { code } = response.error
        const otherwise =
          code === 'CONFLICT' ? t('changedMeanwhile') : event(code === 'NOT_FOUND' ? 'gone' : 'notSaved')
        toast({ text: await refusalText(response, otherwise) })
      }
    } catch {
      toast({ text: event('offline') })
    }
    setBusy(false)
  }
  return { run, isBusy }
}
