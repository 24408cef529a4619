'use client'

import { useTranslations } from 'next-intl'
import { Segments, SelectField, Switch, TextArea, TextField } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { spanOfDraft } from '@/lib/calendar/draft'
import { spanForKind } from '@/lib/calendar/event'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { AudienceHint } from './audience-hint'
import { currentRules, type EventForm } from './form-state'
import { PeopleField } from './people-field'
import { RepeatField } from './repeat-field'
import { WhenFields } from './when-fields'

/** The inputs of the event form, without the form's state. */
export function EventFields({
  form,
  set,
  fieldError,
  found,
  event,
  calendars,
  viewer,
}: {
  form: EventForm
  set<F extends keyof EventForm>(field: F, value: EventForm[F]): void
  fieldError(field: string): string | undefined
  /** The recurrence rules the form was opened with. */
  found: EventForm['repeat']['rules']
  /** The event being edited, or undefined for a new one. */
  event: EventDetail | undefined
  calendars: CalendarTuple[]
  viewer: Viewer
}) {
  const t = useTranslations('eventEditor')
  const words = useTranslations('event')
  const home = calendars.find(([id]) => id === form.calendarId)
  return (
    <div className="event-fields">
      <TextField
        label={t('title')}
        value={form.title}
        placeholder={t('titlePlaceholder')}
        error={fieldError('title')}
        data-autofocus
        onChange={({ target }) => set('title', target.value)}
      />
      <Segments
        label={t('kind')}
        name="kind"
        value={form.kind}
        options={[
          ['event', words('kinds.event')],
          ['meeting', words('kinds.meeting')],
          ['reminder', words('kinds.reminder')],
        ]}
        onChange={(kind) => set('kind', kind)}
      />
      {form.kind === 'reminder' && <p className="hint">{t('reminderHint')}</p>}
      <WhenFields
        span={form.span}
        point={form.kind === 'reminder'}
        viewer={viewer}
        error={fieldError('span.end') ?? fieldError('span.start') ?? fieldError('span')}
        onChange={(span) => set('span', span)}
      />
      <RepeatField
        rules={currentRules(form)}
        span={spanForKind(form.kind, spanOfDraft(form.span))}
        chosen={form.repeat.chosen}
        found={found}
        series={event?.series ?? null}
        viewer={viewer}
        error={fieldError('rules')}
        onChange={(rules) => set('repeat', { rules, at: spanOfDraft(form.span), chosen: true })}
      />
      <SelectField
        label={t('calendar')}
        value={form.calendarId}
        error={fieldError('calendarId')}
        options={calendars
          .filter(([id, , , level]) => (event && !event.movable ? id === event.calendarId : level >= 3))
          .map(([id, name]) => [id, name] as const)}
        onChange={({ target }) => set('calendarId', target.value)}
      />
      {form.kind !== 'reminder' && (
        <PeopleField
          group={home?.[4] ?? 0}
          chosen={form.attendees}
          known={event?.attendees ?? []}
          error={fieldError('attendees')}
          onChange={(attendees) => set('attendees', attendees)}
        />
      )}
      <TextField
        label={t('location')}
        value={form.location}
        error={fieldError('location')}
        onChange={({ target }) => set('location', target.value)}
      />
      <TextArea
        label={t('description')}
        value={form.description}
        error={fieldError('description')}
        rows={3}
        onChange={({ target }) => set('description', target.value)}
      />
      <Swatches
        label={t('color')}
        value={form.color}
        inherited={{
          color: home?.[2] ?? 'slate',
          label: words('colorOfCalendar'),
        }}
        error={fieldError('color')}
        onChange={(color) => set('color', color)}
      />
      <div className="event-switches">
        <Switch
          label={t('showAsBusy')}
          checked={form.busy}
          onChange={({ target }) => set('busy', target.checked)}
        />
        <Switch
          label={t('private')}
          checked={form.visibility === 'private'}
          onChange={({ target }) => set('visibility', target.checked ? 'private' : 'default')}
        />
        <AudienceHint form={form} eventId={event?.id} viewer={viewer} />
      </div>
    </div>
  )
}
