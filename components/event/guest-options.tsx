import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { DateField } from '@/components/ui/date-field'
import { Switch } from '@/components/ui/field'
import { NumberField } from '@/components/ui/number-field'
import { MAX_CAPACITY } from '@/lib/calendar/event-fields'
import styles from './guest-field.module.css'
import type { SectionProps } from './sections/section-props'

const DEFAULT_CAPACITY = 10

/** Options for guests: hide the guest list, let guests comment, limit the places, and ask for answers until a date. */
export function GuestOptionFields({
  form,
  onChange,
  fieldError,
  viewer,
}: Omit<SectionProps, 'event' | 'calendars'>) {
  const t = useTranslations('eventEditor.guestOptions')
  const id = useId()
  const error = fieldError('capacity') ?? fieldError('answerBy')
  return (
    <div className={styles.options}>
      <Switch
        label={t('hideList')}
        checked={form.guestListHidden}
        onChange={({ target }) => onChange({ guestListHidden: target.checked })}
      />
      <Switch
        label={t('comments')}
        checked={form.guestsMayComment}
        onChange={({ target }) => onChange({ guestsMayComment: target.checked })}
      />
      <div className={styles.option}>
        <Switch
          label={t('limit')}
          checked={form.capacity !== null}
          onChange={({ target }) => onChange({ capacity: target.checked ? DEFAULT_CAPACITY : null })}
        />
        {form.capacity !== null && (
          <NumberField
            label={t('places')}
            value={form.capacity}
            max={MAX_CAPACITY}
            onChange={(capacity) => onChange({ capacity })}
          />
        )}
      </div>
      <div className={styles.option}>
        <span id={id}>{t('answerBy')}</span>
        <DateField
          label={t('answerBy')}
          pickLabel={t('pickDate')}
          value={form.answerBy ?? ''}
          format={viewer}
          clear={{ label: t('noDate'), onClear: () => onChange({ answerBy: null }) }}
          onChange={(answerBy) => onChange({ answerBy })}
        />
      </div>
      {error && <p className="error">{error}</p>}
    </div>
  )
}
