import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Listing } from '@/components/admin/listing'
import { ClientMessages } from '@/components/shell/client-messages'
import type { Tx } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import { env } from '@/lib/env'
import { readAsAdministrator } from '@/lib/http/administration'
import { listAttendees, listReminders } from '@/lib/queries/instance/attendance'
import { listAuditLog } from '@/lib/queries/instance/audit-log'
import { listAllCalendars, listAllEvents } from '@/lib/queries/instance/content'
import { listDeliveries, listFaults, listJobs, listReceivedMails } from '@/lib/queries/instance/lists'
import { listAllGroups, listAllInvitations, listUsers } from '@/lib/queries/instance/people'
import { listAllGatherings, listAllTasks } from '@/lib/queries/instance/plans'
import {
  ADMIN_LISTS,
  type AdminList,
  type EntryByList,
  type ListPage,
  type ListQuery,
  listQuery,
} from '@/lib/schemas/admin-lists'

type ReadList<Row> = (
  tx: Tx,
  administration: Grant<'read', 'administration'>,
  query: ListQuery,
) => Promise<ListPage<Row>>

const QUERIES: { [L in AdminList]: ReadList<EntryByList[L]> } = {
  users: listUsers,
  groups: listAllGroups,
  calendars: listAllCalendars,
  events: listAllEvents,
  attendees: listAttendees,
  gatherings: listAllGatherings,
  tasks: listAllTasks,
  reminders: listReminders,
  invitations: listAllInvitations,
  jobs: listJobs,
  deliveries: listDeliveries,
  received: listReceivedMails,
  faults: listFaults,
  audit: listAuditLog,
}

interface Props {
  params: Promise<{ list: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const name = (await params).list
  const list = ADMIN_LISTS.find((known) => known === name)
  const t = await getTranslations('admin')
  return { title: list ? t(`lists.${list}`) : t('title') }
}

export default async function AdminListPage({ params, searchParams }: Props) {
  const name = (await params).list
  const list = ADMIN_LISTS.find((known) => known === name)
  if (!list) notFound()
  const query = listQuery.parse(await searchParams)
  const { user, result } = await readAsAdministrator(`/admin/${list}`, (tx, administration) =>
    (QUERIES[list] as ReadList<EntryByList[AdminList]>)(tx, administration, query),
  )
  return (
    <ClientMessages namespaces={['admin', 'errors']}>
      <Listing list={list} query={query} listed={result} viewer={user} canSendMail={Boolean(env.smtpUrl)} />
    </ClientMessages>
  )
}
