'use client'

import { useTranslations } from 'next-intl'
import { type Color, PALETTE } from '@/lib/calendar/palette'
import { Field } from './field'

/** Chooses a color of the palette. `inherited`: the color that applies if none is chosen. */
export function Swatches<V extends string | null = Color>({
  label,
  value,
  inherited,
  error,
  onChange,
}: {
  label: string
  value: V
  inherited?: { color: string; label: string }
  error?: string
  onChange(color: V): void
}) {
  const t = useTranslations('palette')
  const choices: (Color | null)[] = inherited ? [null, ...PALETTE] : [...PALETTE]
  return (
    <Field label={label} error={error}>
      {(control) => (
        <fieldset className="swatches" {...control}>
          <legend className="visually-hidden">{label}</legend>
          {choices.map((color) => {
            const name = color ? t(`colors.${color}`) : inherited!.label
            return (
              <label
                key={color ?? 'none'}
                className={`swatch c-${color ?? inherited!.color}${color ? '' : ' inherited'}`}
                title={name}
              >
                <input
                  type="radio"
                  name={control.id}
                  checked={value === color}
                  onChange={() => onChange(color as V)}
                  aria-label={name}
                />
              </label>
            )
          })}
        </fieldset>
      )}
    </Field>
  )
}
