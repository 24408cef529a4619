import { useLocale, useTranslations } from 'next-intl'
import { Confirm } from '@/components/ui/confirm'
import type { LostEvents } from '@/lib/schemas/lost-events'

/** Asks for confirmation if leaving a group or calendar would delete hidden events that only the user sees. */
export function ConfirmLostEvents({
  lost: { count, titles },
  onYes,
  onNo,
}: {
  lost: LostEvents
  onYes(): void
  onNo(): void
}) {
  const t = useTranslations('lostEvents')
  const locale = useLocale()
  const more = count - titles.length
  // Each title is isolated, since titles of both writing directions can follow each other.
  const named = titles.map((title) => `\u2068${title || t('untitled')}\u2069`)
  const list = new Intl.ListFormat(locale).format(more ? [...named, t('more', { count: more })] : named)
  return (
    <Confirm
      question={t('question', { count, titles: list })}
      yes={t('yes')}
      no={t('cancel')}
      onYes={onYes}
      onNo={onNo}
    />
  )
}

/** Returns the hidden events if an action was refused because it would delete them without the user's confirmation. */
export function lostEventsIn(
  response: { ok: true } | { ok: false; error: { code: string; data?: unknown } } | null,
): LostEvents | null {
  if (!response || response.ok || response.error.code !== 'CONFLICT') return null
  const data = response.error.data as Partial<LostEvents> | undefined
  return data?.reason === 'hidden' ? (data as LostEvents) : null
}
