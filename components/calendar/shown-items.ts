'use client'

import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { type PersonColors, withPersonColors } from '@/lib/calendar/person-colors'
import { holdItems, type Range, toItems } from '@/lib/calendar/tuple'
import type { View } from '@/lib/calendar/views'
import { visibleItems } from '@/lib/calendar/visible'
import type { Viewer } from '@/lib/schemas/users'
import type { ShownPersonColors } from './color-by'

/** Returns the items of visible calendars, in the colors of people if the viewer has chosen these. */
export function useShownItems(
  range: Range,
  view: View,
  { timeZone }: Viewer,
  initialColors: PersonColors | undefined,
) {
  const t = useTranslations('calendar')
  const [personColors, setPersonColors] = useState<ShownPersonColors>(initialColors)
  // The year view shows how many events a day has, and no colors.
  const colors = view === 'year' ? null : personColors
  const items = useMemo(() => {
    const holds = holdItems(range, timeZone, (title) => t('hold', { title }))
    const items = [...toItems(range.tuples, timeZone, range.locations), ...holds]
    const visible = visibleItems(items, range.calendars)
    return colors ? withPersonColors(visible, range.calendars, colors) : visible
  }, [range, timeZone, colors, t])
  return { items, personColors, setPersonColors }
}
