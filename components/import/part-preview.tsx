'use client'

import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/ui/field'
import { DAY, dayNumber, wallMs } from '@/lib/calendar/day'
import { type DateStyle, inRow, mediumDay, shortTime } from '@/lib/calendar/format'
import { OUTCOMES } from '@/lib/schemas/choices'
import type { ImportedPart, ImportNote, ImportSample } from '@/lib/schemas/import'

/** Where a calendar of a file can go. */
export type Target = readonly [id: string, name: string]

/** What an import does with one calendar of a file: how many of each, and which. */
export function PartPreview({
  part,
  style,
  targets,
  disabled,
  onTarget,
}: {
  part: ImportedPart
  style: DateStyle
  targets: readonly Target[]
  disabled: boolean
  /** Missing once it is done. */
  onTarget?: (calendar: string) => void
}) {
  const t = useTranslations('import')
  const { calendar, counts, samples, notes } = part
  const name = part.name || t('untitledCalendar')
  return (
    <div className="import-part stack">
      <div className="import-part-head">
        <h3>
          {part.color && <span className={`dot c-${part.color}`} aria-hidden="true" />} <bdi>{name}</bdi>
        </h3>
        {onTarget && (
          <SelectField
            label={t('into', { name })}
            value={calendar}
            disabled={disabled}
            options={[...targets, ['new', t('intoNew', { name })] as const, ['skip', t('intoNone')] as const]}
            onChange={({ target }) => onTarget(target.value)}
          />
        )}
      </div>
      {calendar === 'skip' ? (
        <p className="muted">{t('leftOut')}</p>
      ) : (
        <ul className="import-counts" aria-label={t('countsOf', { name })}>
          {OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
            <li key={outcome}>
              <details>
                <summary>{t(`counts.${outcome}`, { count: counts[outcome] })}</summary>
                <Samples list={samples[outcome]} all={counts[outcome]} style={style} />
              </details>
            </li>
          ))}
          {OUTCOMES.every((outcome) => !counts[outcome]) && <li className="muted">{t('nothing')}</li>}
        </ul>
      )}
      <Notes notes={notes} />
    </div>
  )
}

function Samples({ list, all, style }: { list: readonly ImportSample[]; all: number; style: DateStyle }) {
  const t = useTranslations('import')
  return (
    <ul className="import-samples">
      {list.map(({ title, start, reason }, index) => (
        <li key={index}>
          <span className="grow" dir="auto">
            {title || t('untitled')}
          </span>
          <small>
            {dateOf(start, style)}
            {reason && <> · {t(`reasons.${reason}`)}</>}
          </small>
        </li>
      ))}
      {all > list.length && <li className="muted">{t('andMore', { count: all - list.length })}</li>}
    </ul>
  )
}

/** What could not be read, or was read otherwise, with the line of the file. */
export function Notes({ notes }: { notes: readonly ImportNote[] }) {
  const t = useTranslations('import')
  if (!notes.length) return null
  return (
    <details className="import-notes">
      <summary>{t('noteCount', { count: notes.length })}</summary>
      <ol>
        {notes.map(({ line, code, subject }, index) => (
          <li key={index}>
            <small>{t('line', { line })}</small>
            <span dir="auto">{t(`notes.${code as 'truncated'}`, { subject })}</span>
          </li>
        ))}
      </ol>
    </details>
  )
}

function dateOf(start: string, style: DateStyle): string {
  // A year that is nobody's, so that each is written with its own.
  const day = mediumDay(dayNumber(start.slice(0, 10)), style.locale, dayNumber('0010-01-01'))
  return start.length === 10 ? day : inRow([day, shortTime(wallMs(start) % DAY, style)], style.locale)
}
