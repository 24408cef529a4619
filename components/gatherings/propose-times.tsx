'use client'

import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import type { Live } from '@/components/live/live'
import { useNow } from '@/components/ui/now'
import { addSlots } from '@/lib/actions/gatherings'
import type { Viewer } from '@/lib/schemas/users'
import { TypedSlots } from './typed-slots-field'
import { useCommands } from './use-commands'

/** Lets a participant propose further times, if the organizer allows that. */
export function ProposeTimes({
  gathering,
  viewer,
  now,
  live,
  onChanged,
}: {
  gathering: string
  viewer: Viewer
  now: number
  live: Live
  onChanged(): Promise<void>
}) {
  const t = useTranslations('gatheringForm')
  const { run } = useCommands(live, onChanged)
  const wall = useNow(now, viewer.timeZone)
  return (
    <TypedSlots
      zone={viewer.timeZone}
      wall={wall}
      viewer={viewer}
      onAdd={(slots) => void run(() => addSlots({ gathering, slots }, newKey()), t('proposedTimes'))}
    />
  )
}
