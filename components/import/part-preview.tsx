'use client'

import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/ui/field'
import { IMPORT_OUTCOMES } from '@/lib/schemas/choices'
import type { ImportedPart } from '@/lib/schemas/import-result'
import type { Viewer } from '@/lib/schemas/users'
import styles from './import.module.css'
import { Notes } from './notes'
import { ImportSamples } from './samples'

/** A calendar that a part of a file can be imported to. */
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
                <ImportSamples list={samples[outcome]} total={counts[outcome]} viewer={viewer} />
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
