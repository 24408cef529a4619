'use client'

import { useTranslations } from 'next-intl'
import { FormError } from '@/components/forms/submit-row'
import { ProviderProblem } from './choose-data'
import { ConnectGoogleButton } from './connect-google-button'

const PROBLEMS = [
  'offline',
  'sign-in-needed',
  'key-missing',
  'rate-limited',
  'unreachable',
  'gone',
  'forbidden',
] as const

/** Says why a provider did not answer, and offers to connect the account again or to retry. */
export function ProviderError({
  error,
  account,
  onRetry,
}: {
  error: Error
  account: string
  onRetry(): void
}) {
  const t = useTranslations('choose')
  const code = error instanceof ProviderProblem ? PROBLEMS.find((known) => known === error.problem) : null
  const isSignInNeeded = code === 'sign-in-needed' || code === 'key-missing'
  return (
    <div className="stack">
      <FormError error={t(`problems.${code ?? 'failed'}`)} />
      {isSignInNeeded ? (
        <ConnectGoogleButton label={t('connectAgain')} account={account} />
      ) : (
        <div>
          <button type="button" className="button" onClick={onRetry}>
            {t('retry')}
          </button>
        </div>
      )}
    </div>
  )
}
