import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PublicHeader } from '@/components/account/public-frame'
import { WeekPicture } from '@/components/landing/week-picture'
import { env } from '@/lib/env'
import { currentUser } from '@/lib/http/actor'
import { signUpStateFor } from '@/lib/http/invitation'
import styles from './landing.module.css'

export default async function Landing() {
  if (await currentUser()) redirect('/calendar')
  const t = await getTranslations('landing')
  const auth = await getTranslations('auth')
  const state = await signUpStateFor(undefined)
  return (
    <>
      <PublicHeader>
        <Link href="/sign-in" className="button quiet">
          {t('signIn')}
        </Link>
      </PublicHeader>
      <main className={styles.landing}>
        <section className={styles.hero}>
          <div className={styles.words}>
            <h1>{t('title')}</h1>
            <p className={`lead ${styles.lead}`}>{t('lead')}</p>
            {state === 'closed' || state === 'invitation' ? (
              <>
                <p>{auth(state === 'closed' ? 'closedText' : 'byInvitationText')}</p>
                <Link href="/sign-in" className="button primary large">
                  {t('signIn')}
                </Link>
              </>
            ) : (
              <Link href="/sign-up" className="button primary large">
                {t('start')}
              </Link>
            )}
          </div>
          <WeekPicture />
        </section>
        <ul className={styles.points}>
          {(['together', 'guests', 'live', 'reminders', 'offline', 'yours'] as const).map((point) => (
            <li key={point}>
              <h2>{t(`points.${point}`)}</h2>
              <p>{t(`points.${point}Text`)}</p>
            </li>
          ))}
        </ul>
        <footer className={styles.foot}>
          <Link href="/privacy">{t('privacy')}</Link>
          {env.sourceUrl ? (
            <a href={env.sourceUrl} rel="noreferrer">
              {t('source')}
            </a>
          ) : (
            <span>{t('openSource')}</span>
          )}
        </footer>
      </main>
    </>
  )
}
