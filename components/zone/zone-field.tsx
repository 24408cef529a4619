'use client'

import { ChevronDown } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { zoneOffsetName } from '@/lib/calendar/format-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import styles from './zone.module.css'
import { ZoneSearch } from './zone-search'

/** Field for a time zone, searched by city, country, name or offset. */
export function ZoneField({
  label,
  value,
  own,
  instant,
  locale,
  error,
  name,
  onChange,
}: {
  label: string
  value: Zone
  /** The user's own zone, listed first. */
  own: Zone
  /** The time for which offsets are shown. */
  instant: Instant
  locale: string
  error?: string | undefined
  /** Name of the field in FormData. */
  name?: string
  onChange(zone: Zone): void
}) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }

  useEffect(() => {
    if (!isOpen) return
    const onLeave = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    // Closes on a press outside, or when the focus moves outside.
    addEventListener('pointerdown', onLeave)
    addEventListener('focusin', onLeave)
    return () => {
      removeEventListener('pointerdown', onLeave)
      removeEventListener('focusin', onLeave)
    }
  }, [isOpen])

  return (
    <div className="field">
      <label className="label" id={id} htmlFor={`${id}-button`}>
        {label}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: listens for Escape from the controls inside */}
      <div
        className={styles.zoneField}
        ref={root}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !isOpen) return
          event.preventDefault()
          event.stopPropagation()
          close()
        }}
      >
        {name && <input type="hidden" name={name} value={value} />}
        <button
          ref={button}
          id={`${id}-button`}
          type="button"
          className={`input ${styles.zoneValue}`}
          aria-labelledby={`${id} ${id}-value`}
          aria-expanded={isOpen}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <span id={`${id}-value`}>
            {zoneCityName(value)} <small>{zoneOffsetName(value, instant, locale)}</small>
          </span>
          <ChevronDown size={16} aria-hidden />
        </button>
        {isOpen && (
          <ZoneSearch
            {...{ label, value, own, instant, locale }}
            onChoose={(zone) => {
              onChange(zone)
              close()
            }}
          />
        )}
      </div>
      {error && (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  )
}
