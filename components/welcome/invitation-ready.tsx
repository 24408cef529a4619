'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CopyField } from '@/components/ui/copy-field'
import { ShareButton } from '@/components/ui/share-button'
import styles from './welcome.module.css'

/** The link that invites others to a new group. */
export function InvitationReady({
  group,
  name,
  isFamily,
  token,
}: {
  group: string
  name: string
  /** Whether to offer adding children, who have no account. */
  isFamily: boolean
  /** Token of the invitation; null if none could be created. */
  token: string | null
}) {
  const t = useTranslations('welcome')
  const link = token && `${location.origin}/join/${token}`
  return (
    <>
      <h1>{t('readyTitle', { name })}</h1>
      <p className="lead">{t(link ? 'readyLead' : 'readyWithoutLink')}</p>
      {link && (
        <>
          <CopyField
            label={t('link')}
            hint={t('linkHint')}
            value={link}
            copy={t('copy')}
            copied={t('copied')}
          />
          <ShareButton title={name} text={t('shareText', { name })} url={link} label={t('share')} />
        </>
      )}
      <div className={styles.next}>
        <Link href="/calendar" prefetch={false} className="button primary">
          {t('toCalendar')}
        </Link>
        {isFamily && (
          <Link href={`/groups/${group}#add-member`} prefetch={false} className="button quiet">
            {t('addChildren')}
          </Link>
        )}
        <Link href={`/groups/${group}`} prefetch={false} className="button quiet">
          {t('toGroup')}
        </Link>
        <Link href="/import" prefetch={false} className="button quiet">
          {t('import')}
        </Link>
      </div>
    </>
  )
}
