'use client'

import { ChevronDown, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef, useState } from 'react'
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components'
import { zoneCity, zoneOffsetName } from '@/lib/calendar/format'
import type { Instant, Zone } from '@/lib/calendar/zone'
import { currentName } from '@/lib/calendar/zone-names'
import { searchZones } from '@/lib/calendar/zone-search'
import './zone.css'

/** A time zone, searched for by city, country, name or offset. `now`: when its offset is told for. */
export function ZoneField({
  label,
  value,
  own,
  now,
  locale,
  error,
  name,
  onChange,
}: {
  label: string
  value: Zone
  /** The person's own: what the search begins with. */
  own: Zone
  now: Instant
  locale: string
  error?: string | undefined
  /** In a form that is read as FormData. */
  name?: string
  onChange(zone: Zone): void
}) {
  const t = useTranslations('zones')
  const id = useId()
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState('')
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    setQuery('')
  }

  useEffect(() => {
    if (!open) return
    root.current?.querySelector('.zone-popover')?.scrollIntoView({ block: 'nearest' })
    const onLeave = (event: Event) => {
      if (root.current?.contains(event.target as Node)) return
      setOpen(false)
      setQuery('')
    }
    // A press outside, or the focus going on from the last thing inside.
    addEventListener('pointerdown', onLeave)
    addEventListener('focusin', onLeave)
    return () => {
      removeEventListener('pointerdown', onLeave)
      removeEventListener('focusin', onLeave)
    }
  }, [open])

  return (
    <div className="field">
      <label className="label" id={id} htmlFor={`${id}-button`}>
        {label}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what stands open inside, for the keyboard alone */}
      <div
        className="zone-field"
        ref={root}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return
          event.preventDefault()
          event.stopPropagation()
          close()
          button.current?.focus()
        }}
      >
        {name && <input type="hidden" name={name} value={value} />}
        <button
          ref={button}
          id={`${id}-button`}
          type="button"
          className="input zone-value"
          aria-labelledby={`${id} ${id}-value`}
          aria-expanded={open}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onClick={() => setOpen(!open)}
        >
          <span id={`${id}-value`}>
            {zoneCity(value)} <small>{zoneOffsetName(value, now, locale)}</small>
          </span>
          <ChevronDown size={16} aria-hidden />
        </button>
        {open && (
          <div className="zone-popover">
            <Autocomplete inputValue={query} onInputChange={setQuery} disableAutoFocusFirst={!query}>
              <SearchField aria-label={t('search')} autoFocus className="zone-search">
                <Search size={16} aria-hidden />
                <Input className="input" placeholder={t('placeholder')} />
              </SearchField>
              <Choices
                {...{ query, own, now, locale, value }}
                label={label}
                onChoose={(zone) => {
                  onChange(zone)
                  close()
                  button.current?.focus()
                }}
              />
            </Autocomplete>
          </div>
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

function Choices({
  query,
  own,
  now,
  locale,
  value,
  label,
  onChoose,
}: {
  query: string
  own: Zone
  now: Instant
  locale: string
  value: Zone
  label: string
  onChoose(zone: Zone): void
}) {
  const t = useTranslations('zones')
  const choices = searchZones(query, { zones: Intl.supportedValuesOf('timeZone'), own, now })
  const none = choices.length === 0 && t('none', { query })
  return (
    <>
      <p className="visually-hidden" role="status">
        {query && (none || t('found', { count: choices.length }))}
      </p>
      <ListBox
        aria-label={label}
        className="zone-choices"
        items={choices}
        selectionMode="single"
        selectedKeys={[currentName(value)]}
        onSelectionChange={(keys) => {
          const [zone] = keys as Set<Zone>
          onChoose(zone ?? value)
        }}
        renderEmptyState={() => <p className="hint">{none}</p>}
      >
        {({ zone, name }) => (
          <ListBoxItem id={zone} textValue={name} className="zone-choice">
            <span>
              {name}
              {name !== zoneCity(zone) && <small>{zoneCity(zone)}</small>}
            </span>
            <small>{zoneOffsetName(zone, now, locale)}</small>
          </ListBoxItem>
        )}
      </ListBox>
    </>
  )
}
