'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useSubmit } from '@/components/errors/submit'
import { TextArea, TextField } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { updateCalendar } from '@/lib/actions/calendars'
import { changedFields } from '@/lib/calendar/merge'
import type { CalendarDetail, CalendarFields } from '@/lib/schemas/calendars'
import { ColorChoice } from './color-choice'

/** What all who see the calendar have of it. What others change meanwhile is merged, or asked about. */
export function General({ calendar, onSaved }: { calendar: CalendarDetail; onSaved(): void }) {
  const t = useTranslations('calendarSettings')
  const colors = useTranslations('event')
  const { ready, form, button, fieldError, formError, submit } = useSubmit()
  const [base, setBase] = useState(() => baseOf(calendar))
  const [fields, setFields] = useState(base.fields)
  const [theirs, setTheirs] = useState<Partial<CalendarFields>>({})
  const changed = changedFields(base.fields, fields)
  // Whoever has typed nothing sees at once what others have made of it.
  if (calendar.version > base.version && !changed.length) {
    setBase(baseOf(calendar))
    setFields(baseOf(calendar).fields)
  }
  const set = (patch: Partial<CalendarFields>) => setFields((now) => ({ ...now, ...patch }))

  const save = (event: FormEvent) => {
    event.preventDefault()
    const patch = Object.fromEntries(changed.map((field) => [field, fields[field]]))
    void submit(
      async () => {
        const answer = await updateCalendar({ calendar: calendar.id, version: base.version, patch })
        if (answer.ok || answer.error.code !== 'CONFLICT') return answer
        const { version, fields: both } = answer.error.data as Conflict
        const now = Object.fromEntries(Object.entries(both).map(([field, { theirs }]) => [field, theirs]))
        // Saved again, mine goes over theirs: by then it has been seen.
        setTheirs(now)
        setBase({ version, fields: { ...base.fields, ...now } })
        return answer
      },
      ({ result }) => {
        setTheirs({})
        setBase({ version: result.version, fields })
        toast({ text: t('saved') })
        onSaved()
      },
    )
  }

  const problem = formError('patch.name', 'patch.description')
  return (
    <form {...form} className="card stack" onSubmit={save} noValidate aria-label={t('general')}>
      <h2>{t('general')}</h2>
      <TextField
        label={t('name')}
        value={fields.name}
        error={fieldError('patch.name')}
        onChange={({ target }) => set({ name: target.value })}
      />
      <ColorChoice label={t('color')} value={fields.color} onChange={(color) => set({ color })} />
      <TextArea
        label={t('description')}
        value={fields.description}
        error={fieldError('patch.description')}
        rows={2}
        onChange={({ target }) => set({ description: target.value })}
      />
      {Object.keys(theirs).length > 0 ? (
        <div className="notice" role="alert">
          <p>{t('changedMeanwhile')}</p>
          <ul>
            {Object.entries(theirs).map(([field, value]) => (
              <li key={field} dir="auto">
                {t(field as keyof CalendarFields)}:{' '}
                {field === 'color' ? colors(`colors.${value as 'sky'}`) : value}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        problem && (
          <p className="form-error" role="alert">
            {problem}
          </p>
        )
      )}
      <div className="row-end">
        <button type="submit" className="button primary" {...button} disabled={!ready || !changed.length}>
          {t('save')}
        </button>
      </div>
    </form>
  )
}

interface Conflict {
  version: number
  fields: Record<string, { theirs: unknown }>
}

function baseOf({ version, name, color, description }: CalendarDetail) {
  return { version, fields: { name, color, description } }
}
