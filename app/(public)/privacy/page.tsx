import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PublicHeader } from '@/components/account/public-frame'
import { TRASH_DAYS } from '@/lib/calendar/trash'
import { env } from '@/lib/env'
import styles from './privacy.module.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('privacy')
  return { title: t('title') }
}

/** The privacy statement of this installation. Depends on the settings, so it names only services in use. */
export default async function Privacy() {
  const t = await getTranslations('privacy')
  const sent = [
    env.smtpUrl && t('sent.mail'),
    env.google && t('sent.google'),
    t('sent.sync'),
    !env.pusher.embedded && t('sent.pusher'),
    t('sent.push'),
  ].filter((text) => text !== undefined && text !== false)
  return (
    <>
      <PublicHeader />
      <main className={styles.privacy}>
        <h1>{t('title')}</h1>
        <section>
          <h2>{t('operator.title')}</h2>
          <p>{t('operator.text')}</p>
          {env.contact && (
            <p>
              {t('operator.contact')} <bdi>{env.contact}</bdi>
            </p>
          )}
        </section>
        {(['stored', 'guests', 'seen', 'cookies'] as const).map((topic) => (
          <section key={topic}>
            <h2>{t(`${topic}.title`)}</h2>
            <p>{t(`${topic}.text`)}</p>
          </section>
        ))}
        <section>
          <h2>{t('sent.title')}</h2>
          <p>{t('sent.text')}</p>
          <ul>
            {sent.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
        <section>
          <h2>{t('kept.title')}</h2>
          <p>{t('kept.text', { days: TRASH_DAYS })}</p>
        </section>
        <section>
          <h2>{t('rights.title')}</h2>
          <p>{t('rights.text')}</p>
        </section>
      </main>
    </>
  )
}
