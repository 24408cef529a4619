import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { GroupsPage } from '@/components/group/groups-page'
import { ClientMessages } from '@/components/shell/client-messages'
import { db } from '@/db/client'
import { pageUser, requestReach, viewerOf } from '@/lib/http/actor'
import { deletedGroups, ownGroups } from '@/lib/queries/groups'
import { receivedInvitations } from '@/lib/queries/invitations'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('groups')
  return { title: t('title') }
}

export default async function Groups() {
  const user = await pageUser('/groups')
  const { reach } = await requestReach()
  const [groups, invitations, deleted] = await Promise.all([
    ownGroups(db, reach),
    receivedInvitations(db, reach),
    deletedGroups(db, reach),
  ])
  return (
    <ClientMessages namespaces={['groups', 'received']}>
      <GroupsPage groups={groups} invitations={invitations} deleted={deleted} viewer={viewerOf(user)} />
    </ClientMessages>
  )
}
