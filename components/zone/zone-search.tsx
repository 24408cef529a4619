'use client'

import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components'
import { isComposing } from '@/components/ui/composing'
import { zoneOffsetName } from '@/lib/calendar/format-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { currentZoneName, zoneCityName } from '@/lib/calendar/zones/zone-names'
import { searchZones } from '@/lib/calendar/zones/zone-search'
import styles from './zone.module.css'

/** Searches all time zones. */
export function ZoneSearch({
  label,
  value,
  own,
  instant,
  locale,
  onChoose,
}: {
  label: string
  value: Zone
  own: Zone
  instant: Instant
  locale: string
  onChoose(zone: Zone): void
}) {
  const t = useTranslations('zones')
  const [query, setQuery] = useState('')
  const choices = searchZones(query, { zones: Intl.supportedValuesOf('timeZone'), own, instant })
  const none = choices.length === 0 && t('none', { query })

  const popover = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The list renders a frame later; its height is known only then.
    const frame = requestAnimationFrame(() => popover.current?.scrollIntoView({ block: 'nearest' }))
    return () => cancelAnimationFrame(frame)
  }, [])

  /** On Enter, chooses the first result if none is focused, for example after a paste. Never submits the form. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // While an input method composes, Enter and Escape belong to it, not to the list or the dialog.
    if (isComposing(event.nativeEvent)) return event.stopPropagation()
    if (event.key !== 'Enter') return
    if (event.currentTarget.querySelector('[role="option"][data-focused]')) return
    event.preventDefault()
    event.stopPropagation()
    if (query && choices[0]) onChoose(choices[0].zone)
  }

  return (
    <div className={styles.zonePopover} data-popover="" ref={popover} onKeyDownCapture={onKeyDown}>
      <Autocomplete inputValue={query} onInputChange={setQuery}>
        <SearchField aria-label={t('search')} autoFocus className={styles.zoneSearch}>
          <Search size={16} aria-hidden />
          <Input className="input" placeholder={t('placeholder')} />
        </SearchField>
        <p className="visually-hidden" role="status">
          {query && (none || t('found', { count: choices.length }))}
        </p>
        <ListBox
          aria-label={label}
          className={styles.zoneChoices}
          items={choices}
          selectionMode="single"
          selectedKeys={[currentZoneName(value)]}
          onSelectionChange={(keys) => {
            const [zone] = keys as Set<Zone>
            onChoose(zone ?? value)
          }}
          renderEmptyState={() => <p className={styles.zoneNone}>{none}</p>}
        >
          {({ zone, name }) => (
            <ListBoxItem id={zone} textValue={name} className={styles.zoneChoice}>
              <span>
                {name}
                {name !== zoneCityName(zone) && <small>{zoneCityName(zone)}</small>}
              </span>
              <small>{zoneOffsetName(zone, instant, locale)}</small>
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </div>
  )
}
