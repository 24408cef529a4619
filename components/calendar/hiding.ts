'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { updateCalendarSettings } from '@/lib/actions/calendars'
import { withHidden } from '@/lib/calendar/visible'
import { changeRanges, refetchRanges } from './ranges'

/** Hiding calendars and showing them again: seen at once, kept by the server, followed by one's other screens. */
export function useHiding(live: Live) {
  const client = useQueryClient()
  const t = useTranslations('calendar')
  /** `wanted`: which calendars change, and whether they are hidden then. */
  return async (wanted: ReadonlyMap<string, boolean>): Promise<void> => {
    changeRanges(client, (range) => withHidden(range, wanted))
    try {
      const answers = await Promise.all(
        [...wanted].map(([calendar, hidden]) => updateCalendarSettings({ calendar, hidden })),
      )
      for (const answer of answers) if (answer.ok) live.noted(answer.seqs)
      if (answers.some(({ ok }) => !ok)) toast({ text: t('notHidden') })
    } catch {
      toast({ text: t('notHidden') })
    }
    await refetchRanges(client)
  }
}
