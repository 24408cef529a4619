import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { CopyField } from '@/components/ui/copy-field'

/** The redirect URI of an OAuth client, to copy. Says why if the provider does not accept it. */
export async function RedirectUri({
  redirectUri,
  isAccepted,
  hint,
  refusal,
}: {
  redirectUri: string
  isAccepted: boolean
  /** Requirement of the provider. */
  hint: string
  /** Says why it does not accept the address. */
  refusal: ReactNode
}) {
  const t = await getTranslations('connect')
  return (
    <>
      <CopyField
        label={t('redirectUri')}
        hint={isAccepted ? hint : undefined}
        value={redirectUri}
        copy={t('copy')}
        copied={t('copied')}
      />
      {!isAccepted && <p className="form-error">{refusal}</p>}
    </>
  )
}
