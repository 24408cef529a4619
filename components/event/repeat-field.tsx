'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SelectField } from '@/components/ui/field'
import { DAY, dayNumber } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { presetOf, presetsOf, weeklyOn } from '@/lib/calendar/series/presets'
import { repeatOf, rulesOf } from '@/lib/calendar/series/repeat'
import { firstOccurrenceSpan } from '@/lib/calendar/series/rule-bounds'
import { type Span, wallsOf } from '@/lib/calendar/span'
import { presetText } from '@/lib/event-text/preset-text'
import { formatRecurrence } from '@/lib/event-text/recurrence-text'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import { NextDates } from './next-dates'
import styles from './repeat.module.css'
import { RepeatEditor } from './repeat-editor'

/**
 * Chooses the recurrence: presets derived from the start, or an editor. An imported rule that the editor cannot express
 * is shown as text and kept until another is chosen.
 */
export function RepeatField({
  rules,
  span,
  isChosen,
  originalRules,
  series,
  viewer,
  error,
  onChange,
}: {
  /** The rules, adjusted to the current start. */
  rules: string[]
  /** The current span; its start need not match the rules. */
  span: Span
  /** Whether the user has chosen the rules in this form. */
  isChosen: boolean
  /** The rules of the event as it was loaded. */
  originalRules: string[]
  series: EventDetail['series']
  viewer: Viewer
  error?: string
  onChange(rules: string[]): void
}) {
  const t = useTranslations('repeatEditor')
  const repeatWords = useTranslations('repeat')
  const day = span.start.slice(0, 10)
  const dates = series?.recurrence?.dates ?? []
  const repeat = repeatOf(rules, span)
  const preset = presetOf(rules, span)
  const [isCustom, setCustom] = useState(repeat !== undefined && preset === undefined)
  const isLoadedRule = (!repeat && rules.length > 0) || (!rules.length && dates.length > 0)
  const offersLoadedRule = isLoadedRule || (originalRules.length > 0 && !repeatOf(originalRules, span))
  const textOf = (rules: string[]) =>
    formatRecurrence({ span, recurrence: { rules, dates, exclusions: [] } }, viewer, repeatWords)
  const first = isChosen ? firstOccurrenceSpan(rules, span) : span
  const preview =
    !isChosen && series
      ? series
      : { span: first ?? span, recurrence: { rules, dates, exclusions: [] }, overrides: {} }

  const choose = (value: string) => {
    setCustom(value === 'custom')
    if (value === 'kept') return onChange(originalRules)
    if (value === 'custom') return repeat ? undefined : onChange(rulesOf(weeklyOn(day, viewer.weekStart)))
    const selected = presetsOf(day).find(({ preset }) => preset === value)
    if (selected) onChange(selected.rules)
  }

  return (
    <div className={styles.repeat}>
      <SelectField
        label={t('label')}
        value={isLoadedRule ? 'kept' : isCustom || !preset ? 'custom' : preset}
        error={error}
        options={[
          ...(offersLoadedRule ? [['kept', textOf(originalRules)] as const] : []),
          ...presetsOf(day).map(({ preset }) => [preset, presetText(preset, day, viewer, t)] as const),
          ['custom', t('custom')] as const,
        ]}
        onChange={({ target }) => choose(target.value)}
      />
      {repeat && (isCustom || !preset) && (
        <RepeatEditor
          repeat={repeat}
          day={day}
          viewer={viewer}
          onChange={(next) => onChange(rulesOf(next))}
        />
      )}
      {rules.length > 0 && (
        <div className={styles.repeatWords} data-repeat-text="" aria-live="polite">
          {(isCustom || !preset) && !isLoadedRule && <p className={styles.repeatSentence}>{textOf(rules)}</p>}
          {!first && <p className={styles.repeatNote}>{t('never')}</p>}
          {first && first.start !== span.start && (
            <p className={styles.repeatNote}>
              {t('startsOn', {
                day: mediumDay(
                  Math.floor(wallsOf(first, viewer.timeZone).start / DAY),
                  viewer.locale,
                  dayNumber(day),
                ),
              })}
            </p>
          )}
          {repeat &&
            'on' in repeat &&
            repeat.freq === 'MONTHLY' &&
            !repeat.skip &&
            repeat.on.by === 'date' &&
            repeat.on.date > 28 && <p>{t('skips')}</p>}
          {first && <NextDates series={preview} after={first} viewer={viewer} />}
        </div>
      )}
    </div>
  )
}
