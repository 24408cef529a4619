import { getTranslations } from 'next-intl/server'
import type { InvitationContext } from '@/lib/schemas/groups'

/** Names the group that the user joins by signing in or (`making`) by signing up, and the inviter. */
export async function InvitedLine({
  invited,
  making,
}: {
  invited: InvitationContext | undefined
  making: boolean
}) {
  if (!invited) return null
  const t = await getTranslations('auth')
  const { inviter, group } = invited
  return (
    <p className="lead" dir="auto">
      {t(making ? 'invitedNew' : 'invited', { inviter, group })}
    </p>
  )
}
