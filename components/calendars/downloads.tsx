import { useTranslations } from 'next-intl'
import styles from './calendars.module.css'

/** Links to download calendars as an iCalendar file and as an archive that imports back without loss. */
export function Downloads({ file, scope, name }: { file: string; scope: string; name: string }) {
  const t = useTranslations('calendars')
  return (
    <span className={`row ${styles.downloads}`}>
      <a className="button" dir="ltr" href={file} download aria-label={t('downloadOf', { name })}>
        {t('file')}
      </a>
      <a
        className="button"
        href={`/api/export/archive?of=${scope}`}
        download
        aria-label={t('archiveOf', { name })}
      >
        {t('archiveShort')}
      </a>
    </span>
  )
}
