import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { PALETTE } from '@/lib/calendar/palette'
import type { EventForm } from './form-state'

/** The colour of one event, or that of its calendar. */
export function ColorField({
  value,
  inherited,
  error,
  onChange,
}: {
  value: EventForm['color']
  /** What the calendar is drawn in. */
  inherited: string
  error?: string
  onChange(color: EventForm['color']): void
}) {
  const t = useTranslations('event')
  return (
    <Field label={t('color')} error={error}>
      {(wiring) => (
        <fieldset className="swatches" {...wiring}>
          <legend className="visually-hidden">{t('color')}</legend>
          {[null, ...PALETTE].map((color) => (
            <label
              key={color ?? 'none'}
              className={`swatch c-${color ?? inherited}${color ? '' : ' inherited'}`}
              title={color ? t(`colors.${color}`) : t('colorOfCalendar')}
            >
              <input
                type="radio"
                name="color"
                checked={value === color}
                onChange={() => onChange(color)}
                aria-label={color ? t(`colors.${color}`) : t('colorOfCalendar')}
              />
            </label>
          ))}
        </fieldset>
      )}
    </Field>
  )
}
