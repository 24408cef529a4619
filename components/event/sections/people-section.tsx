import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { SelectField, Switch } from '@/components/ui/field'
import { type Participant, withParticipants } from '@/lib/calendar/participant'
import { type CalendarTuple, canWriteTo, decodeCalendar, findCalendar } from '@/lib/calendar/tuple'
import { MAX_INVITED_GROUPS } from '@/lib/schemas/choices'
import { AddedGuests } from '../added-guests'
import { GuestField } from '../guest-field'
import { GuestOptionFields } from '../guest-options'
import { PeopleField } from '../people-field'
import type { SectionProps } from './section-props'

/** Fields for the event's calendar, its guests and the guest options. */
export function PeopleSection(props: SectionProps) {
  const { form, onChange, fieldError, event, calendars } = props
  const t = useTranslations('eventEditor')
  const isSelectable = (calendar: CalendarTuple) =>
    event && !event.movable ? decodeCalendar(calendar).id === event.calendarId : canWriteTo(calendar)
  return (
    <>
      <SelectField
        label={t('calendar')}
        value={form.calendarId}
        error={fieldError('calendarId')}
        options={calendars.filter(isSelectable).map(([id, name]) => [id, name] as const)}
        onChange={({ target }) => onChange({ calendarId: target.value })}
      />
      {form.kind !== 'reminder' && <Guests {...props} />}
    </>
  )
}

function Guests({ form, onChange, fieldError, event, calendars, viewer }: SectionProps) {
  const t = useTranslations('eventEditor')
  const events = useTranslations('event')
  const group = findCalendar(calendars, form.calendarId)?.group ?? 0
  const { attendees } = form
  const [groups, setGroups] = useState<{ id: string; name: string | null }[]>(event?.groups ?? [])
  // The form may change while the members of a group are loaded.
  const latest = useRef(form)
  useEffect(() => {
    latest.current = form
  })
  const withAdded = (people: readonly Participant[]) => ({
    attendees: withParticipants(latest.current.attendees, people),
  })
  const withUsers = (ids: readonly string[]) => {
    const remaining = attendees.filter(({ userId }) => !userId || ids.includes(userId))
    const added = ids.filter((id) => !remaining.some(({ userId }) => userId === id))
    return [...remaining, ...added.map((userId) => ({ userId, email: null, name: null }))]
  }
  const hasOptions =
    form.guestListHidden || form.guestsMayComment || form.capacity !== null || form.answerBy !== null
  return (
    <>
      <PeopleField
        label={t('guests')}
        group={group}
        managed
        chosen={attendees.flatMap(({ userId }) => userId ?? [])}
        known={[...attendees, ...(event?.attendees ?? [])].filter(({ name }) => name)}
        onChange={(ids) => onChange({ attendees: withUsers(ids) })}
      />
      <AddedGuests
        guests={attendees.filter(({ userId }) => !userId)}
        onRemove={(guest) => onChange({ attendees: attendees.filter((other) => other !== guest) })}
      />
      <GuestField
        guests={attendees}
        error={fieldError('attendees') ?? fieldError('groups')}
        locale={viewer.locale}
        onAdd={(people) => onChange(withAdded(people))}
        onAddGroup={(added, members) => {
          setGroups([...groups.filter(({ id }) => id !== added.id), added])
          const groupIds = [...new Set([...latest.current.groups, added.id])]
          onChange({
            ...withAdded(members),
            ...(groupIds.length <= MAX_INVITED_GROUPS && { groups: groupIds }),
          })
        }}
      />
      {groups.map(({ id, name }) => (
        <Switch
          key={id}
          label={t('guestField.laterMembers', { group: name ?? t('guestField.otherGroup') })}
          checked={form.groups.includes(id)}
          onChange={({ target }) =>
            onChange({
              groups: target.checked ? [...form.groups, id] : form.groups.filter((other) => other !== id),
            })
          }
        />
      ))}
      {event?.guestsOmitted && <p className="hint">{events('guestsOmitted')}</p>}
      {(attendees.length > 0 || hasOptions) && (
        <GuestOptionFields form={form} onChange={onChange} fieldError={fieldError} viewer={viewer} />
      )}
    </>
  )
}
