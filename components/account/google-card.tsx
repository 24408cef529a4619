import { getTranslations } from 'next-intl/server'
import { FormError } from '@/components/forms/submit-row'
import { ConnectGoogle, DisconnectGoogle } from './google-connection'

/** Reasons why connecting Google failed. */
const PROBLEMS = ['GoogleTaken', 'GoogleUnproven'] as const

/**
 * Connects or disconnects sign-in with Google. `isOnlyMethod`: Google is the only way to sign in, so it cannot be
 * disconnected.
 */
export async function GoogleCard({
  state,
  isOnlyMethod,
  hasPassword,
  problem,
}: {
  state: 'off' | 'on' | 'connected'
  isOnlyMethod: boolean
  hasPassword: boolean
  problem?: string
}) {
  const t = await getTranslations('security')
  const problemKey = PROBLEMS.find((code) => code === problem)
  return (
    <section className="card stack" id="google">
      <h2>{t('google')}</h2>
      <FormError error={problemKey && t(`problems.${problemKey}`)} />
      {state === 'off' ? (
        <p className="muted">
          {t('googleOff', { id: 'GOOGLE_CLIENT_ID', secret: 'GOOGLE_CLIENT_SECRET', file: '.env.example' })}
        </p>
      ) : state === 'on' ? (
        <ConnectGoogle hasPassword={hasPassword} />
      ) : isOnlyMethod ? (
        <div className="setting">
          <p>{t('googleConnected')}</p>
          <p className="muted">{t('lastWayIn')}</p>
        </div>
      ) : (
        <DisconnectGoogle hasPassword={hasPassword} />
      )}
    </section>
  )
}
