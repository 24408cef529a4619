import { CALDAV_SERVICES, caldavServiceOf } from '@/lib/schemas/caldav'
import type { ConnectionHealth } from '@/lib/schemas/sync-health'
import type { SyncTranslator } from './health-text'

/** Returns the name of the service of a connection, such as iCloud; of an unknown CalDAV server, that of its kind. */
export function kindName({ kind, account }: Pick<ConnectionHealth, 'kind' | 'account'>, t: SyncTranslator) {
  const service = kind === 'caldav' ? caldavServiceOf(account) : 'other'
  return service === 'other' ? t(`kinds.${kind}`) : CALDAV_SERVICES[service].name
}
