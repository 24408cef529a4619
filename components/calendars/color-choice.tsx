'use client'

import { useTranslations } from 'next-intl'
import { type Color, PALETTE } from '@/lib/calendar/palette'

/** A colour out of the palette; `inherited`, where there may be none of one's own. */
export function ColorChoice<V extends Color | null = Color>({
  label,
  value,
  inherited,
  onChange,
}: {
  label: string
  value: V
  inherited?: { color: Color; label: string }
  onChange(color: V): void
}) {
  const t = useTranslations('event')
  const choices = (inherited ? [null, ...PALETTE] : PALETTE) as V[]
  return (
    <fieldset className="field">
      <legend className="label">{label}</legend>
      <div className="swatches">
        {choices.map((color) => {
          const name = color ? t(`colors.${color as Color}`) : inherited!.label
          return (
            <label
              key={color ?? 'none'}
              className={`swatch c-${color ?? inherited!.color}${color ? '' : ' inherited'}`}
              title={name}
            >
              <input
                type="radio"
                name={label}
                checked={value === color}
                onChange={() => onChange(color)}
                aria-label={name}
              />
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
