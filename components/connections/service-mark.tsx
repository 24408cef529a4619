import { Cloud, Mail, Plug, Server } from 'lucide-react'
import { GoogleMark } from '@/components/account/google-form'
import type { CaldavServiceId } from '@/lib/schemas/caldav'
import type { OAuthKind } from '@/lib/schemas/connections'

const ICONS = { icloud: Cloud, nextcloud: Server, fastmail: Mail, 'mailbox-org': Mail, other: Plug } as const

/** The mark of a service whose calendars can be connected. */
export function ServiceMark({ service }: { service: OAuthKind | CaldavServiceId }) {
  if (service === 'google') return <GoogleMark />
  if (service === 'microsoft') return <MicrosoftMark />
  const Icon = ICONS[service]
  return <Icon size={18} aria-hidden />
}

/** Microsoft's symbol, as learn.microsoft.com/entra/identity-platform/howto-add-branding-in-apps asks for. */
function MicrosoftMark() {
  return (
    <svg width="18" height="18" viewBox="0 0 21 21" aria-hidden="true">
      <path fill="#f25022" d="M1 1h9v9H1z" />
      <path fill="#7fba00" d="M11 1h9v9h-9z" />
      <path fill="#00a4ef" d="M1 11h9v9H1z" />
      <path fill="#ffb900" d="M11 11h9v9h-9z" />
    </svg>
  )
}
