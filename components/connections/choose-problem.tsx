'use client'

import { useTranslations } from 'next-intl'
import { FormError } from '@/components/forms/submit-row'
import type { ConnectionKind } from '@/lib/calendar/sync-choices'
import { ProviderProblem } from './choose-data'
import { ConnectAgain } from './connect-button'

const PROBLEMS = [
  'offline',
  'sign-in-needed',
  'key-missing',
  'rate-limited',
  'unreachable',
  'gone',
  'forbidden',
  'private-target',
  'bad-certificate',
] as const

/** Says why a provider did not answer, and offers to connect the account again or to retry. */
export function ProviderError({
  error,
  connection,
  onRetry,
}: {
  error: Error
  connection: { id: string; kind: ConnectionKind; account: string }
  onRetry(): void
}) {
  const t = useTranslations('choose')
  const code = error instanceof ProviderProblem ? PROBLEMS.find((known) => known === error.problem) : null
  const isSignInNeeded = code === 'sign-in-needed' || code === 'key-missing'
  return (
    <div className="stack">
      <FormError error={t(`problems.${code ?? 'failed'}`, { kind: connection.kind })} />
      {isSignInNeeded ? (
        <div>
          <ConnectAgain
            connection={connection}
            label={t('connectAgain')}
            passwordLabel={t('enterPassword')}
          />
        </div>
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
