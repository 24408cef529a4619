import { getTranslations } from 'next-intl/server'
import { DisconnectGoogle } from './disconnect-google'
import { GoogleForm } from './google-form'

/** Signing in with Google. `last`: it is the only way left, so it cannot be taken away. */
export async function GoogleCard({
  state,
  last,
  taken,
}: {
  state: 'off' | 'on' | 'connected'
  last: boolean
  taken: boolean
}) {
  const t = await getTranslations('security')
  return (
    <section className="card stack" id="google">
      <h2>{t('google')}</h2>
      {taken && (
        <p className="form-error" role="alert">
          {t('googleTaken')}
        </p>
      )}
      {state === 'off' ? (
        <p className="muted">
          {t('googleOff', { id: 'GOOGLE_CLIENT_ID', secret: 'GOOGLE_CLIENT_SECRET', file: '.env.example' })}
        </p>
      ) : (
        <div className="setting">
          <p>{t(state === 'connected' ? 'googleConnected' : 'googleNot')}</p>
          {state === 'on' ? (
            <GoogleForm to="/settings/security" label={t('connect')} quiet />
          ) : last ? (
            <p className="muted">{t('lastWayIn')}</p>
          ) : (
            <DisconnectGoogle />
          )}
        </div>
      )}
    </section>
  )
}
