'use client'

import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { newKey } from '@/components/forms/once'
import { updateEvent } from '@/components/offline/event-commands'
import type { EventDetail } from '@/lib/schemas/event-detail'

/** Marks a reminder as done or not done. */
export function MarkDone({
  event,
  isBusy,
  run,
}: {
  event: EventDetail
  isBusy: boolean
  run(work: () => ReturnType<typeof updateEvent>, text: string): void
}) {
  const t = useTranslations('event')
  const occurrence = event.series ? event.occurrence : null
  return (
    <button
      type="button"
      className="button"
      aria-disabled={isBusy}
      onClick={() =>
        run(
          () =>
            updateEvent(
              {
                id: event.id,
                version: event.version,
                patch: { done: !event.done },
                // Completing applies to this occurrence only.
                ...(occurrence ? { occurrence: { id: occurrence, scope: 'this' as const } } : {}),
              },
              newKey(),
            ),
          t(event.done ? 'markedNotDone' : 'markedDone'),
        )
      }
    >
      <Check size={16} aria-hidden /> {t(event.done ? 'markNotDone' : 'markDone')}
    </button>
  )
}
