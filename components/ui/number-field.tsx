'use client'

import { useState } from 'react'

/** An integer from 1 to a maximum. Keeps the last valid value while the input is empty. */
export function NumberField({
  label,
  value,
  max,
  onChange,
}: {
  label: string
  value: number
  max: number
  onChange(value: number): void
}) {
  const [text, setText] = useState<string | null>(null)
  return (
    <input
      className="input"
      type="number"
      inputMode="numeric"
      min={1}
      max={max}
      aria-label={label}
      value={text ?? value}
      onChange={({ target }) => {
        setText(target.value)
        const next = Number(target.value)
        if (Number.isInteger(next) && next >= 1 && next <= max) onChange(next)
      }}
      onBlur={() => setText(null)}
    />
  )
}
