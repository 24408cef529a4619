'use client'

import { useTranslations } from 'next-intl'
import { PALETTE } from '@/lib/calendar/palette'
import { Field } from './field'

/** One colour of the palette, by name. */
export function Swatches({
  label,
  value,
  error,
  onChange,
}: {
  label: string
  value: string
  error?: string
  onChange(color: string): void
}) {
  const t = useTranslations('colors')
  return (
    <Field label={label} error={error}>
      {(wiring) => (
        <fieldset className="swatches" {...wiring}>
          <legend className="visually-hidden">{label}</legend>
          {PALETTE.map((color) => (
            <label key={color} className={`swatch c-${color}`} title={t(color)}>
              <input
                type="radio"
                name={wiring.id}
                checked={value === color}
                onChange={() => onChange(color)}
                aria-label={t(color)}
              />
            </label>
          ))}
        </fieldset>
      )}
    </Field>
  )
}
