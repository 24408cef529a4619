import { useTranslations } from 'next-intl'
import { wallMs, wallOf } from '@/lib/calendar/day'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant } from '@/lib/calendar/zones/zone'
import type { Viewer } from '@/lib/schemas/users'

/** Field for the date and time of an alarm, in the viewer's zone. */
export function AlarmDate({
  value,
  viewer,
  onChange,
}: {
  value: Instant
  viewer: Viewer
  onChange(at: Instant): void
}) {
  const t = useTranslations('alarms')
  return (
    <input
      className="input"
      type="datetime-local"
      aria-label={t('at')}
      value={wallOf(wallAt(value, viewer.timeZone)).slice(0, 16)}
      onChange={({ target }) => {
        if (target.value) onChange(instantAt(wallMs(`${target.value.slice(0, 16)}:00`), viewer.timeZone))
      }}
    />
  )
}
