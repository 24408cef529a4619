import { useTranslations } from 'next-intl'
import { Segments, TextField } from '@/components/ui/field'
import styles from '../event.module.css'
import type { SectionProps } from './section-props'

/** Title and kind. */
export function TitleSection({ form, onChange, fieldError }: SectionProps) {
  const t = useTranslations('eventEditor')
  const events = useTranslations('event')
  return (
    <>
      <TextField
        className={styles.titleInput}
        label={t('title')}
        value={form.title}
        placeholder={t('titlePlaceholder')}
        error={fieldError('title')}
        data-autofocus
        onChange={({ target }) => onChange({ title: target.value })}
      />
      <Segments
        label={t('kind')}
        name="kind"
        value={form.kind}
        options={[
          ['event', events('kinds.event')],
          ['meeting', events('kinds.meeting')],
          ['reminder', events('kinds.reminder')],
        ]}
        onChange={(kind) => onChange({ kind })}
      />
      {form.kind === 'reminder' && <p className="hint">{t('reminderHint')}</p>}
    </>
  )
}
