'use client'

import { FileUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { SelectField } from '@/components/ui/field'
import styles from './import.module.css'
import type { Target } from './part-preview'
import { PasteForm } from './paste-form'

/** Chooses the target calendar and the files, or pasted text, to import. */
export function ChooseFiles({
  targets,
  targetId,
  onTarget,
  onFiles,
  isMainAction,
  disabled,
}: {
  targets: Target[]
  targetId: string
  onTarget(calendar: string): void
  onFiles(files: Iterable<File>): void
  /** Whether choosing files is the user's next step. */
  isMainAction: boolean
  disabled: boolean
}) {
  const t = useTranslations('import')
  const picker = useRef<HTMLInputElement>(null)
  return (
    <section className={`card stack ${styles.importChoose}`} aria-label={t('choose')}>
      <p className="lead">{t('lead')}</p>
      <div className="row">
        <SelectField
          label={t('target')}
          value={targetId}
          options={[...targets, ['new', t('newForEach')] as const]}
          onChange={({ target }) => onTarget(target.value)}
        />
        <button
          type="button"
          className={isMainAction ? 'button primary' : 'button'}
          disabled={disabled}
          onClick={() => picker.current!.click()}
        >
          <FileUp size={18} aria-hidden /> {t('pick')}
        </button>
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('files')}
        accept=".ics,.ical,.ifb,.icalendar,.vcf,.zip,text/calendar,text/vcard,text/x-vcard,application/zip"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          target.value = ''
        }}
      />
      <p className={`muted ${styles.importDropHint}`}>{t('dropHint')}</p>
      <PasteForm onFiles={onFiles} disabled={disabled} />
    </section>
  )
}
