'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { formatBytes } from '@/components/attachments/format-bytes'
import type { AttachmentLimits } from '@/lib/schemas/attachments'
import type { AccountDeletionPlan } from '@/lib/schemas/users'
import { DeleteAccount } from './delete-account'
import styles from './settings.module.css'

/**
 * Page to export all data and to delete the account. Shows the size of the user's files, and what deleting the account
 * does.
 */
export function AccountDataPage({
  deletion,
  email,
  files,
}: {
  deletion: AccountDeletionPlan
  email: string
  /** The size of the user's attachments, and the quota. */
  files: Pick<AttachmentLimits, 'usedBytes' | 'bytesPerUser'>
}) {
  const t = useTranslations('accountData')
  const locale = useLocale()
  const [used, quota] = [formatBytes(files.usedBytes, locale), formatBytes(files.bytesPerUser, locale)]
  const { groups, calendars } = deletion
  return (
    <main className={`page ${styles.deletion}`} id="main">
      <h1>{t('title')}</h1>
      <section className="card stack">
        <h2>{t('exportTitle')}</h2>
        <p className="muted">{t('exportText')}</p>
        <div className="row">
          <a className="button" href="/api/export/archive?of=all" download>
            {t('export')}
          </a>
          <a className="button quiet" href="/api/export/all" download>
            {t('exportFile')}
          </a>
        </div>
      </section>
      <section className="card stack">
        <h2>{t('filesTitle')}</h2>
        <p className="muted">{t('filesText')}</p>
        <meter
          value={files.usedBytes}
          max={files.bytesPerUser}
          aria-label={t('filesTitle')}
          className={styles.quota}
        />
        <p>{t('filesUsed', { used, quota })}</p>
      </section>
      <section className="card stack">
        <h2>{t('deleteTitle')}</h2>
        <p>{t('deleteLead')}</p>
        <h3>{t('groups')}</h3>
        {groups.length ? (
          <ul className="rows" aria-label={t('groups')}>
            {groups.map(({ id, name, members, outcome, successor }) => (
              <li key={id}>
                <strong dir="auto">{name}</strong>
                {outcome === 'passed' && (
                  <Link href={`/groups/${id}`} prefetch={false}>
                    {t('chooseOtherOwner')}
                  </Link>
                )}
                <p className="muted">
                  {t(`group.${outcome}`, { successor: successor?.name ?? '', count: members })}
                </p>
              </li>
            ))}
          </ul>
        ) : (
          <p className="muted">{t('nothing')}</p>
        )}
        <h3>{t('calendars')}</h3>
        {calendars.length ? (
          <ul className="rows" aria-label={t('calendars')}>
            {calendars.map(({ id, name, events, outcome, successor }) => (
              <li key={id}>
                <strong dir="auto">{name}</strong>
                <p className="muted">
                  {t(`calendar.${outcome}`, { successor: successor?.name ?? '', count: events })}
                </p>
              </li>
            ))}
          </ul>
        ) : (
          <p className="muted">{t('nothing')}</p>
        )}
        <h3>{t('events')}</h3>
        <p className="muted">{t('createdElsewhere', { count: deletion.events })}</p>
        <p className="muted">{t('placements')}</p>
        <p className="muted">{t('attending', { count: deletion.takesPart })}</p>
        {deletion.hidden > 0 && <p className="muted">{t('hidden', { count: deletion.hidden })}</p>}
        {deletion.gatherings > 0 && (
          <p className="muted">{t('gatherings', { count: deletion.gatherings })}</p>
        )}
        {deletion.votes > 0 && <p className="muted">{t('votes', { count: deletion.votes })}</p>}
        {deletion.tasks > 0 && <p className="muted">{t('tasks', { count: deletion.tasks })}</p>}
        <p className="muted">{t('erased')}</p>
        {deletion.isLastAdmin ? (
          <p className="notice">{t('lastAdmin')}</p>
        ) : (
          <DeleteAccount plan={deletion.plan} hasPassword={deletion.hasPassword} email={email} />
        )}
      </section>
    </main>
  )
}
