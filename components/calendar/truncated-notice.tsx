import { useTranslations } from 'next-intl'
import { joinParts } from '@/lib/calendar/format'
import type { Range } from '@/lib/calendar/tuple'

/** Says which calendars have too much in the range to show all of it, and how to see the rest. Nothing for hidden ones. */
export function TruncatedNotice({ range, shown, locale }: { range: Range; shown: number; locale: string }) {
  const t = useTranslations('calendar')
  const names = (range.truncated ?? []).flatMap((index) => {
    const [, name, , , , , hidden] = range.calendars[index] ?? []
    return hidden || name === undefined ? [] : `\u2068${name}\u2069`
  })
  if (!names.length) return null
  return (
    <p className="notice" role="status">
      {t('tooMany', { count: shown, calendars: joinParts(names, locale) })}
    </p>
  )
}
