import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { dropJob, releaseJob, retryDelivery, retryJob, withdrawInvitation } from '@/lib/actions/instance'
import type { AdminList, EntryByList } from '@/lib/schemas/admin-lists'
import type en from '@/messages/en'
import { ActionButton } from './action-button'
import styles from './admin.module.css'
import { type DateSettings, formatInstant } from './format'

type Column = keyof typeof en.admin.columns
type Cells = [column: Column, cell: ReactNode][]

/** Returns a function that renders a row's cells, by column. */
export function useCells<L extends AdminList>(
  list: L,
  viewer: DateSettings,
  canSendMail: boolean,
): (row: EntryByList[L]) => Cells {
  const t = useTranslations('admin')
  const formatTime = (instant: string | null) =>
    instant ? <time dateTime={instant}>{formatInstant(instant, viewer)}</time> : t('never')
  const linkTo = (href: string, text: string | number) => (
    <Link href={href} prefetch={false} dir="auto">
      {text}
    </Link>
  )
  const marks = (...names: (false | keyof typeof en.admin.marks)[]) => (
    <span className={styles.adminMarks}>
      {names
        .filter((name) => name !== false)
        .map((name) => (
          <span key={name} className={styles.adminMark} data-mark={name}>
            {t(`marks.${name}`)}
          </span>
        ))}
    </span>
  )
  const CELLS: { [K in AdminList]: (row: EntryByList[K]) => Cells } = {
    users: (user) => [
      ['name', linkTo(`/admin/users/${user.id}`, user.name)],
      ['email', user.email],
      [
        'state',
        marks(
          user.admin && 'admin',
          user.suspended && 'suspended',
          canSendMail && !user.verified && 'unverified',
        ),
      ],
      ['groups', linkTo(`/admin/groups?of=${user.id}`, user.groups)],
      ['lastUsed', formatTime(user.lastUsed)],
      ['createdAt', formatTime(user.createdAt)],
    ],
    groups: (group) => [
      [
        'name',
        <span key="" dir="auto">
          {group.name}
        </span>,
      ],
      ['owners', group.owners.join(', ')],
      ['members', linkTo(`/admin/users?of=${group.id}`, group.members)],
      ['calendars', linkTo(`/admin/calendars?of=${group.id}`, t('view'))],
      ['invitations', linkTo(`/admin/invitations?of=${group.id}`, t('view'))],
      ['createdAt', formatTime(group.createdAt)],
    ],
    calendars: (calendar) => [
      [
        'name',
        <span key="" dir="auto">
          {calendar.name}
        </span>,
      ],
      ['owner', calendar.owner],
      ['state', marks(calendar.ofGroup ? 'ofGroup' : 'personal', calendar.deleted && 'deleted')],
      ['events', linkTo(`/admin/events?of=${calendar.id}`, calendar.events)],
      ['shares', calendar.shares],
      ['createdAt', formatTime(calendar.createdAt)],
    ],
    events: (event) => [
      ['id', <code key="">{event.id}</code>],
      ['calendar', linkTo(`/admin/events?of=${event.calendarId}`, event.calendar)],
      ['creator', event.creator ?? t('formerUser')],
      ['state', marks(event.series && 'series', event.private && 'private', event.deleted && 'deleted')],
      ['from', formatTime(event.from)],
      ['people', event.attendees],
      ['placements', event.placements],
      ['changed', formatTime(event.changed)],
    ],
    invitations: (invitation) => [
      [
        'group',
        <span key="" dir="auto">
          {invitation.group}
        </span>,
      ],
      ['by', invitation.by],
      ['email', invitation.email ?? t('byLink')],
      ['role', t(`roles.${invitation.role as 'admin'}`)],
      ['uses', invitation.maxUses ? `${invitation.uses} / ${invitation.maxUses}` : invitation.uses],
      ['state', marks(invitation.state)],
      ['expires', formatTime(invitation.expires)],
      [
        'actions',
        invitation.state === 'open' && (
          <ActionButton
            action={withdrawInvitation.bind(null, { invitation: invitation.id })}
            label={t('actions.withdraw')}
            about={invitation.group}
            done={t('done.withdraw')}
          />
        ),
      ],
    ],
    jobs: (job) => [
      ['job', job.name],
      ['state', marks(job.state)],
      ['attempts', `${job.attempts} / ${job.maxAttempts}`],
      ['runAt', formatTime(job.runAt)],
      [
        'error',
        job.error && (
          <span key="" className={styles.adminError}>
            {job.error}
          </span>
        ),
      ],
      [
        'actions',
        job.state === 'running' ? (
          <ActionButton
            key=""
            action={releaseJob.bind(null, { job: job.id })}
            label={t('actions.release')}
            about={job.name}
            confirmation={t('confirm.release', { name: job.name })}
            done={t('done.release')}
          />
        ) : (
          <span key="" className={`row ${styles.adminActions}`}>
            <ActionButton
              action={retryJob.bind(null, { job: job.id })}
              label={t('actions.retry')}
              about={job.name}
              done={t('done.retry')}
            />
            <ActionButton
              action={dropJob.bind(null, { job: job.id })}
              label={t('actions.drop')}
              about={job.name}
              confirmation={t('confirm.drop', { name: job.name })}
              done={t('done.drop')}
              danger
            />
          </span>
        ),
      ],
    ],
    deliveries: (delivery) => [
      ['to', delivery.address],
      ['template', delivery.template],
      ['state', marks(delivery.outcome)],
      ['attempts', delivery.attempts],
      [
        'error',
        delivery.error && (
          <span key="" className={styles.adminError}>
            {delivery.error}
          </span>
        ),
      ],
      ['createdAt', formatTime(delivery.createdAt)],
      [
        'actions',
        delivery.outcome !== 'sent' && delivery.hasContent && (
          <ActionButton
            action={retryDelivery.bind(null, { delivery: delivery.id })}
            label={t('actions.retry')}
            about={delivery.address}
            done={t('done.retry')}
          />
        ),
      ],
    ],
    faults: (fault) => [
      ['lastSeen', formatTime(fault.lastSeen)],
      ['firstSeen', formatTime(fault.firstSeen)],
      ['count', fault.count],
      ['source', <code key="">{fault.place}</code>],
      [
        'error',
        <details key="">
          <summary>{fault.message}</summary>
          <pre dir="ltr">{fault.trace}</pre>
        </details>,
      ],
    ],
    audit: (entry) => [
      ['at', formatTime(entry.at)],
      ['by', entry.by ?? t('shell')],
      ['command', commandName(entry.command)],
      [
        'target',
        entry.entity === 'user' && entry.about
          ? linkTo(`/admin/users/${entry.entityId}`, entry.about)
          : (entry.about ?? ''),
      ],
      ['change', [entry.before, entry.after].filter(Boolean).map(joinValues).join(' → ')],
    ],
  }
  const commandName = (command: string) =>
    t.has(`commands.${command}` as 'commands.suspendUser')
      ? t(`commands.${command}` as 'commands.suspendUser')
      : command
  return CELLS[list] as (row: EntryByList[L]) => Cells
}

/** Joins the values of a change; the command's name says which fields they belong to. */
function joinValues(values: Record<string, unknown> | null): string {
  return Object.values(values ?? {})
    .map(String)
    .join(', ')
}
