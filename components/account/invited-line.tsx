import { getTranslations } from 'next-intl/server'
import type { InvitationContext } from '@/lib/schemas/invitation-preview'

/** Names the group that the user joins by signing in or (`isSignUp`) by signing up, and the inviter. */
export async function InvitedLine({
  invited,
  isSignUp,
}: {
  invited: InvitationContext | undefined
  isSignUp: boolean
}) {
  if (!invited) return null
  const t = await getTranslations('auth')
  const { inviter, group } = invited
  return (
    <p className="lead" dir="auto">
      {t(isSignUp ? 'invitedNew' : 'invited', { inviter, group })}
    </p>
  )
}
