'use client'

import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/ui/field'
import { DAY, dayNumber, wallMs } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { shortTime } from '@/lib/calendar/format-time'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import { IMPORT_OUTCOMES } from '@/lib/schemas/choices'
import type { ImportedPart, ImportNote, ImportSample } from '@/lib/schemas/import-result'
import type { Viewer } from '@/lib/schemas/users'
import styles from './import.module.css'

/** A target for a calendar of a file. */
export type Target = readonly [id: string, name: string]

/** Preview of an import of one calendar of a file: counts and sample events. */
export function PartPreview({
  part,
  viewer,
  targets,
  disabled,
  onTarget,
}: {
  part: ImportedPart
  viewer: Viewer
  targets: readonly Target[]
  disabled: boolean
  /** Undefined once the import is done. */
  onTarget?: (calendar: string) => void
}) {
  const t = useTranslations('import')
  const { calendar, counts, samples, notes } = part
  const name = part.name || t('untitledCalendar')
  return (
    <div className={`${styles.importPart} stack`}>
      <div className={styles.importPartHead}>
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
        <ul aria-label={t('countsOf', { name })}>
          {IMPORT_OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => (
            <li key={outcome}>
              <details>
                <summary>{t(`counts.${outcome}`, { count: counts[outcome] })}</summary>
                <Samples list={samples[outcome]} all={counts[outcome]} viewer={viewer} />
              </details>
            </li>
          ))}
          {IMPORT_OUTCOMES.every((outcome) => !counts[outcome]) && <li className="muted">{t('nothing')}</li>}
        </ul>
      )}
      <Notes notes={notes} />
    </div>
  )
}

function Samples({ list, all, viewer }: { list: readonly ImportSample[]; all: number; viewer: Viewer }) {
  const t = useTranslations('import')
  return (
    <ul className={styles.importSamples}>
      {list.map(({ title, start, zone, reason, updated, occurrences, replaced }, index) => (
        <li key={index}>
          <span className="grow" dir="auto">
            {title || t('untitled')}
          </span>
          <small>
            {dateOf(start, viewer)}
            {zone && isOtherClock(start, zone, viewer.timeZone) && ` (${zoneCityName(zone)})`}
            {reason && <> · {t(`reasons.${reason}`)}</>}
          </small>
          {Boolean(updated?.length || occurrences?.length || replaced?.length) && (
            <ul className={styles.importOccurrences}>
              {Boolean(updated?.length) && (
                <li>
                  {t('updates', {
                    fields: joinParts(
                      updated!.map((field) => t(`fields.${field}`)),
                      viewer.locale,
                    ),
                  })}
                </li>
              )}
              {replaced?.map((field) => (
                <li key={field}>{t('replaced', { field: t(`fields.${fieldOf(field)}`) })}</li>
              ))}
              {occurrences?.map(({ id, what }) => (
                <li key={id}>
                  {dateOf(id, viewer)} · {t(`occurrences.${what}`)}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
      {all > list.length && <li className="muted">{t('andMore', { count: all - list.length })}</li>}
    </ul>
  )
}

/** Maximum number of notes on the page; the download has all of them. */
const MAX_SHOWN = 100

/** Downloads a text as a file. */
function saveText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  // Safari reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

const FIELDS = ['title', 'description', 'location', 'status', 'visibility', 'when', 'attendees'] as const

/** Returns the message key for the name of a merged field. */
function fieldOf(field: string): (typeof FIELDS)[number] | 'dates' | 'details' {
  if (field === 'dates' || field === 'exclusions' || field === 'overrides') return 'dates'
  return FIELDS.find((known) => known === field) ?? 'details'
}

/** Lists what could not be read or was changed while reading, with line numbers. */
export function Notes({ notes }: { notes: readonly ImportNote[] }) {
  const t = useTranslations('import')
  if (!notes.length) return null
  const textOf = ({ code, subject }: ImportNote) => t(`notes.${code as 'truncated'}`, { subject })
  const more = notes.length - MAX_SHOWN
  const save = () => {
    const lines = notes.map((note) => `${t('line', { line: note.line })}: ${textOf(note)}`)
    saveText(lines.join('\r\n'), 'import.txt')
  }
  return (
    <details className={styles.importNotes}>
      <summary>{t('noteCount', { count: notes.length })}</summary>
      <ol>
        {notes.slice(0, MAX_SHOWN).map((note, index) => (
          <li key={index}>
            <small>{t('line', { line: note.line })}</small>
            <span dir="auto">{textOf(note)}</span>
          </li>
        ))}
      </ol>
      {more > 0 && (
        <p className="muted">
          {t('moreNotes', { count: more })}{' '}
          <button type="button" className="button" onClick={save}>
            {t('download')}
          </button>
        </p>
      )}
    </details>
  )
}

/** Returns whether clocks in two zones differ at a wall time of the first. */
function isOtherClock(wall: string, zone: Zone, viewer: Zone): boolean {
  return wallAt(instantAt(wallMs(wall), zone), viewer) !== wallMs(wall)
}

function dateOf(start: string, style: Viewer): string {
  // No year equals the reference year, so that every date is written with its year.
  const day = mediumDay(dayNumber(start.slice(0, 10)), style.locale, dayNumber('0010-01-01'))
  return start.length === 10 ? day : joinParts([day, shortTime(wallMs(start) % DAY, style)], style.locale)
}
