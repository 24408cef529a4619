import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ConnectionKind } from '@/lib/calendar/sync-choices'
import { OAUTH_KINDS, type OAuthKind } from '@/lib/schemas/connections'
import { ServiceMark } from './service-mark'

/**
 * A button that leads to a provider, where the user allows access to their calendars. `account`: the account to connect
 * again. A plain form, so it works without scripts.
 */
export function OAuthButton({
  kind,
  account,
  children,
  ...button
}: {
  kind: OAuthKind
  account?: string
  className: string
  'aria-label'?: string
  children: ReactNode
}) {
  return (
    <form action={`/api/connections/${kind}`} method="post">
      {account && <input type="hidden" name="account" value={account} />}
      <button type="submit" {...button}>
        {children}
      </button>
    </form>
  )
}

/** A button that connects an account again: at its provider, or with a new password. */
export function ConnectAgain({
  connection: { id, kind, account },
  label,
  passwordLabel,
}: {
  connection: { id: string; kind: ConnectionKind; account: string }
  label: string
  /** The label if the account has a password. */
  passwordLabel: string
}) {
  const oauthKind = OAUTH_KINDS.find((known) => known === kind)
  if (oauthKind)
    return (
      <OAuthButton kind={oauthKind} account={account} className="button">
        <ServiceMark service={oauthKind} /> {label}
      </OAuthButton>
    )
  return (
    <Link className="button" href={`/settings/calendars/caldav?connection=${id}`} prefetch={false}>
      {passwordLabel}
    </Link>
  )
}
