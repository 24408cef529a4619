'use client'

import { useTranslations } from 'next-intl'
import type { ImportNote } from '@/lib/schemas/import-result'
import styles from './import.module.css'

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
