'use client'

import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { useMerging } from '@/components/forms/merging'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import { TextArea, TextField } from '@/components/ui/field'
import { Swatches } from '@/components/ui/swatches'
import { toast } from '@/components/ui/toast'
import { updateCalendar } from '@/lib/actions/calendars'
import type { Color } from '@/lib/calendar/palette'
import type { CalendarDetail } from '@/lib/schemas/calendars'
import styles from './calendars.module.css'

type Fields = Record<'name' | 'color' | 'description', string>

/** Form for the calendar's name, color and description; merges concurrent changes or reports the conflict. */
export function General({ calendar, onSaved }: { calendar: CalendarDetail; onSaved(): void }) {
  const t = useTranslations('calendarSettings')
  const palette = useTranslations('palette')
  const { busy, form, button, fieldError, formError, submit } = useSubmit()
  const { name, color, description } = calendar
  const { fields, set, changed, edit, applyResult, theirs } = useMerging<Fields>(calendar.version, {
    name,
    color,
    description,
  })

  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!changed.length) return
    void submit(
      async () => applyResult(await updateCalendar({ calendar: calendar.id, ...edit })),
      () => {
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
      <Swatches label={t('color')} value={fields.color} onChange={(color) => set({ color })} />
      <TextArea
        label={t('description')}
        value={fields.description}
        error={fieldError('patch.description')}
        rows={2}
        onChange={({ target }) => set({ description: target.value })}
      />
      {Object.keys(theirs).length > 0 ? (
        <div className={styles.notice} role="alert">
          <p>{t('changedMeanwhile')}</p>
          <ul>
            {(['name', 'color', 'description'] as const).map(
              (field) =>
                theirs[field] !== undefined && (
                  <li key={field}>
                    {t(field)}:{' '}
                    <bdi>
                      {field === 'color' ? palette(`colors.${theirs.color as Color}`) : theirs[field]}
                    </bdi>
                  </li>
                ),
            )}
          </ul>
        </div>
      ) : (
        <FormError error={problem} />
      )}
      <div className="row-end">
        <button type="submit" className="button primary" {...button} aria-disabled={busy || !changed.length}>
          {t('save')}
        </button>
      </div>
    </form>
  )
}
