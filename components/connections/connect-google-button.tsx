import { GoogleMark } from '@/components/account/google-form'

/**
 * A button that leads to Google, where the user allows access to their calendars. `account`: the account to connect again.
 * A plain form, so it works without scripts.
 */
export function ConnectGoogleButton({
  label,
  account,
  isMainAction = false,
}: {
  label: string
  account?: string
  isMainAction?: boolean
}) {
  return (
    <form action="/api/connections/google" method="post">
      {account && <input type="hidden" name="account" value={account} />}
      <button type="submit" className={isMainAction ? 'button large' : 'button'}>
        <GoogleMark /> {label}
      </button>
    </form>
  )
}
