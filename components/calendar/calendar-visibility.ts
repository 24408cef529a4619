'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import type { Live } from '@/components/live/live'
import { beginVisibilityChange } from '@/components/live/pending-visibility'
import { refetchRanges, updateRanges } from '@/components/live/ranges'
import { toast } from '@/components/ui/toast'
import { showCalendars } from '@/lib/actions/calendars'
import { withCalendarVisibility } from '@/lib/calendar/visible'

/** Returns a function that hides and shows calendars: optimistic, saved by the server, synced to other devices. */
export function useCalendarVisibility(live: Live) {
  const client = useQueryClient()
  const t = useTranslations('calendar')
  /** `wanted`: whether each of the calendars becomes hidden. Applied together or not at all. */
  return async (wanted: ReadonlyMap<string, boolean>): Promise<void> => {
    const settled = beginVisibilityChange(wanted)
    updateRanges(client, (range) => withCalendarVisibility(range, wanted))
    const where = (is: boolean) =>
      [...wanted].flatMap(([calendar, hidden]) => (hidden === is ? calendar : []))
    const response = await showCalendars({ shown: where(false), hidden: where(true) }).catch(() => null)
    const last = settled()
    if (response?.ok) live.markSeen(response.seqs)
    else {
      const before = new Map([...last].map(([calendar, hidden]) => [calendar, !hidden]))
      updateRanges(client, (range) => withCalendarVisibility(range, before))
      toast({ text: await refusalText(response, t('visibilityNotSaved')) })
    }
    await refetchRanges(client)
  }
}
