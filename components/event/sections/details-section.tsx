import { useTranslations } from 'next-intl'
import { TextArea, TextField } from '@/components/ui/field'
import type { SectionProps } from './section-props'

/** Location, link and description. */
export function DetailsSection({ form, onChange, fieldError }: SectionProps) {
  const t = useTranslations('eventEditor')
  return (
    <>
      <TextField
        label={t('location')}
        value={form.location}
        error={fieldError('location')}
        onChange={({ target }) => onChange({ location: target.value })}
      />
      <TextField
        label={t('url')}
        inputMode="url"
        placeholder="https://"
        value={form.url}
        error={fieldError('url')}
        onChange={({ target }) => onChange({ url: target.value })}
      />
      <TextArea
        label={t('description')}
        value={form.description}
        error={fieldError('description')}
        rows={3}
        onChange={({ target }) => onChange({ description: target.value })}
      />
    </>
  )
}
