import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/ui/field'
import { PeopleField } from '../people-field'
import type { SectionProps } from './section-props'

/** The event's calendar, and its guests. */
export function PeopleSection({ form, onChange, fieldError, event, calendars }: SectionProps) {
  const t = useTranslations('eventEditor')
  const group = calendars.find(([id]) => id === form.calendarId)?.[4] ?? 0
  const isSelectable = ([id, , , level]: SectionProps['calendars'][number]) =>
    event && !event.movable ? id === event.calendarId : level >= 3
  return (
    <>
      <SelectField
        label={t('calendar')}
        value={form.calendarId}
        error={fieldError('calendarId')}
        options={calendars.filter(isSelectable).map(([id, name]) => [id, name] as const)}
        onChange={({ target }) => onChange({ calendarId: target.value })}
      />
      {form.kind !== 'reminder' && (
        <PeopleField
          label={t('guests')}
          group={group}
          chosen={form.attendees.flatMap(({ userId }) => userId ?? [])}
          known={event?.attendees ?? []}
          error={fieldError('attendees')}
          onChange={(ids) =>
            onChange({
              attendees: [
                ...form.attendees.filter(({ userId }) => !userId || ids.includes(userId)),
                ...ids
                  .filter((id) => !form.attendees.some(({ userId }) => userId === id))
                  .map((userId) => ({ userId, email: null, name: null })),
              ],
            })
          }
        />
      )}
    </>
  )
}
