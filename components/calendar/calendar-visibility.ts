'use client'
'use no memo'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import type { Live } from '@/components/live/live'
import { beginVisibilityChange } from '@/components/live/pending-visibility'
import { refetchRanges, updateRanges } from '@/components/live/ranges'
import { toast } from '@/components/ui/toast'
import { showCalendars } from '@/lib/actions/calendars'
import { withCalendarVisibility } from '@/lib/calendar/visible'

/** Returns a function that hides and shows calendars: optimistically, then on the server and on other devices. */
export function useCalendarVisibility(live: Live) {
  const client = useQueryClient()
  const t = useTranslations('calendar')
  /** `hiddenById`: whether each calendar becomes hidden. All changes are saved together or none. */
  return async (hiddenById: ReadonlyMap<string, boolean>): Promise<void> => {
    const endChange = beginVisibilityChange(hiddenById)
    updateRanges(client, (range) => withCalendarVisibility(range, hiddenById))
    const idsWhere = (isHidden: boolean) =>
      [...hiddenById].flatMap(([calendar, hidden]) => (hidden === isHidden ? calendar : []))
    const response = await showCalendars({ shown: idsWhere(false), hidden: idsWhere(true) }).catch(() => null)
    const stillCurrent = endChange()
    if (response?.ok) live.markSeen(response.seqs)
    else {
      const before = new Map([...stillCurrent].map(([calendar, hidden]) => [calendar, !hidden]))
      updateRanges(client, (range) => withCalendarVisibility(range, before))
      toast({ text: await refusalText(response, t('visibilityNotSaved')) })
    }
    await refetchRanges(client)
  }
}
